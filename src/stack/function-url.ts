/** The resources of a stage with a function URL, in place of those of a REST API (docs/adr/0026). Pure. */

import type { FunctionUrlShape } from '../aws/kinds/function-url/function-url.ts';
import type { UrlHistoryShape } from '../aws/kinds/url-history/url-history.ts';
import type { UrlReleaseShape } from '../aws/kinds/url-release/url-release.ts';
import type { Resource } from '../engine/resource.ts';
import * as names from '../naming/names.ts';
import { ref } from './ids.ts';
import { PROVISIONED } from './optional-resources.ts';
import type { StackInput } from './stack-input.ts';

export function functionUrlResources(
  input: StackInput,
): [release: Resource<UrlReleaseShape>, url: Resource<FunctionUrlShape>] {
  const { config, release, code, revision, signed = false } = input;
  return [
    {
      id: 'release',
      kind: 'url-release',
      name: names.baseName(config),
      properties: {
        function: ref('function', 'name'),
        published: ref('function', 'published'),
        release: release.release,
        contract: release.contract,
        code: code.sha256,
        ...(revision !== undefined && { revision }),
      },
    },
    {
      id: 'stage',
      kind: 'function-url',
      name: config.stage,
      properties: {
        function: ref('function', 'name'),
        deployment: ref('release', 'deploymentId'),
        authType: signed ? 'AWS_IAM' : 'NONE',
      },
      // The function's environment names tables and buckets instead of referring to them. A release goes live warm.
      after: [
        ...Object.keys(config.tables).map((table) => `table/${table}`),
        ...Object.keys(config.buckets).map((bucket) => `bucket/${bucket}`),
        ...(config.provisionedConcurrency ? [PROVISIONED] : []),
      ],
    },
  ];
}

export function urlHistory({ config }: StackInput): Resource<UrlHistoryShape> {
  const { keepReleases: keep, keepReleasesFor: keepFor } = config.function;
  return {
    id: 'release-history',
    kind: 'url-history',
    name: names.baseName(config),
    properties: {
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
