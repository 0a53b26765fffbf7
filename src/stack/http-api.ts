/** The resources of a stage with an HTTP API, in place of those of a REST API (docs/adr/0026). Pure. */
import type { HttpApiShape } from '../aws/kinds/http-api/http-api.ts';
import type { HttpHistoryShape } from '../aws/kinds/http-history/http-history.ts';
import type { HttpReleaseShape } from '../aws/kinds/http-release/http-release.ts';
import type { HttpStageShape } from '../aws/kinds/http-stage/http-stage.ts';
import type { Resource } from '../engine/resource.ts';
import { HTTP_ACCESS_LOG_FORMAT } from '../logs/access-log-format.ts';
import * as names from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';
import { addressOf, domainAddress } from './domain.ts';
import { ref } from './ids.ts';
import { PROVISIONED } from './optional-resources.ts';
import type { StackInput } from './stack-input.ts';
import { userPoolArns, userPoolClients } from './user-pools.ts';

export function httpApiResources(
  input: StackInput,
  tags: Tags,
): [api: Resource<HttpApiShape>, release: Resource<HttpReleaseShape>, stage: Resource<HttpStageShape>] {
  const { config, release, code, revision } = input;
  return [
    {
      id: 'api',
      kind: 'http-api',
      name: names.apiName(config),
      properties: { ...(config.domain && { domains: domainAddress(config.domain) }), tags },
    },
    {
      id: 'release',
      kind: 'http-release',
      name: names.baseName(config),
      properties: {
        api: ref('api', 'id'),
        function: ref('function', 'name'),
        published: ref('function', 'published'),
        release: release.release,
        contract: release.contract,
        code: code.sha256,
        ...(revision !== undefined && { revision }),
        ...userPoolArns(config),
        ...userPoolClients(config),
      },
    },
    stageResource(input, tags),
  ];
}

function stageResource({ config, methods, operations, release }: StackInput, tags: Tags): Resource<HttpStageShape> {
  const routes = methods && Object.entries(methods).map(([key, { throttle }]) => [key, throttle] as const);
  return {
    id: 'stage',
    kind: 'http-stage',
    name: config.stage,
    properties: {
      api: ref('api', 'id'),
      deployment: ref('release', 'deploymentId'),
      history: ref('release', 'history'),
      definition: release.contract,
      throttle: config.throttle,
      metrics: config.metrics,
      ...(routes && { routes: Object.fromEntries(routes) }),
      ...(operations && { present: [...operations] }),
      accessLog: { destination: ref('log-group/access', 'arn'), format: HTTP_ACCESS_LOG_FORMAT },
      variables: config.variables,
      ...addressOf(config),
      tags,
    },
    // The function's environment names the tables instead of referring to them. A release goes live warm.
    after: [
      ...Object.keys(config.tables).map((table) => `table/${table}`),
      ...(config.provisionedConcurrency ? [PROVISIONED] : []),
    ],
  };
}

export function httpHistory({ config }: StackInput): Resource<HttpHistoryShape> {
  const { keepReleases: keep, keepReleasesFor: keepFor } = config.function;
  return {
    id: 'release-history',
    kind: 'http-history',
    name: names.baseName(config),
    properties: {
      api: ref('api', 'id'),
      function: ref('function', 'name'),
      keep,
      ...(keepFor !== undefined && { keepFor }),
      history: ref('release', 'history'),
      live: ref('stage', 'deploymentId'),
      previous: ref('stage', 'previous'),
    },
    upkeep: true,
  };
}
