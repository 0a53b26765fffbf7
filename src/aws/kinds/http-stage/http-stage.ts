/**
 * Kind `http-stage`: the pointer of an HTTP API to the live deployment, and the settings that need no deployment. A
 * switch to another release and its settings are one `UpdateStage`. It has the attributes of the kind `stage`.
 *
 * `UpdateStage` keeps the settings of routes that it does not name, and is refused while the stage has settings of a
 * route that the definition no longer has (docs/aws/http-apis.md). Such settings go right before the switch. Those of
 * routes that stay go when the new release serves.
 */
import type { ApiGatewayV2Client, GetStageCommandOutput, RouteSettings } from '@aws-sdk/client-apigatewayv2';
import type {
  Kind,
  KindContext,
  Later,
  Observed,
  Resolved,
  ResolvedResource,
  Resource,
} from '../../../engine/resource.ts';
import { apiGatewayArn } from '../../../naming/arns.ts';
import type { Tags } from '../../../naming/tags.ts';
import { domainInvokeUrl, invokeUrl } from '../../api-gateway/invoke-url.ts';
import { changeOwn, inApiGateway, resourceHasAppTag } from '../../arns/own-arns.ts';
import { comparableTags, owns, tagChanges } from '../../ownership/ownership.ts';
import { confirmHttpProtection } from '../../releases/confirm-http-protection.ts';
import type { HistoryEntry } from '../../releases/release-record.ts';
import {
  formatSwitchRecord,
  parseSwitchRecord,
  type SwitchRecord,
  switchAfter,
  switchedBy,
} from '../../releases/switch-record.ts';
import { isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import type { StageAddress } from '../stage/shape.ts';

type Throttle = { rate: number; burst: number };

export interface HttpStageShape {
  kind: 'http-stage';
  properties: {
    api: Later<string>;
    deployment: Later<string>;
    /** The releases, newest first. Not compared. */
    history: Later<HistoryEntry[]>;
    /** The key of the release's definition among the artifacts. Not compared. */
    definition: string;
    throttle: Throttle;
    /** Whether each route has metrics. */
    metrics: boolean;
    /** The throttles of single routes, by `GET /items/{id}`. Absent if the contract is not known. */
    routes?: Record<string, Throttle>;
    /** All routes of the definition. Absent if the contract is not known. Not compared. */
    present?: string[];
    accessLog: { destination: Later<string>; format: string };
    variables: Record<string, string>;
    /** Where the API answers if its default address is turned off. Not compared. */
    address?: StageAddress;
    tags: Tags;
  };
  attributes: {
    arn: string;
    name: string;
    url: string;
    deploymentId: string;
    /** The ID of the deployment that it served before. */
    previous: string | null;
    switched?: SwitchRecord;
    /** Only clients with a certificate get an answer at the address. */
    needsCertificate?: true;
    /** An HTTP API has no canary and no web ACL. */
    canary?: never;
    percent?: never;
    webAcl?: never;
  };
  found: {
    api: string;
    deployment: string | undefined;
    throttle: { rate: number | undefined; burst: number | undefined };
    metrics: boolean;
    routes: Record<string, Throttle>;
    accessLog: { destination: string | undefined; format: string | undefined };
    variables: Record<string, string>;
    tags: Tags;
    /** An HTTP API has no execution log. */
    logging?: never;
  };
}

type Desired = Resolved<HttpStageShape['properties']>;

/** The caller must be able to set up the delivery of the access log to CloudWatch Logs (docs/aws/access-logs.md). */
const DELIVERY_ACTIONS = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];

export function httpStageKind({ clients, clock, artifacts, target, rights }: KindDependencies): Kind<HttpStageShape> {
  const arnOf = (api: string, name: string) => apiGatewayArn(target, `/apis/${api}/stages/${name}`);

  function describe(resource: Resource<HttpStageShape>, api: string, stage: Partial<GetStageCommandOutput>) {
    const switched = parseSwitchRecord(stage.Description);
    const { address } = resource.properties;
    const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst, ...defaults } = stage.DefaultRouteSettings ?? {};
    const observed: Observed<HttpStageShape> = {
      attributes: {
        arn: arnOf(api, resource.name),
        name: resource.name,
        url: address ? domainInvokeUrl(target, address.domain) : invokeUrl(target, api, resource.name),
        ...(address?.needsCertificate && { needsCertificate: true as const }),
        deploymentId: stage.DeploymentId,
        previous: switched?.from ?? null,
        ...(switched && { switched }),
      },
      properties: {
        api,
        deployment: stage.DeploymentId,
        throttle: { rate, burst },
        metrics: defaults.DetailedMetricsEnabled === true,
        routes: Object.fromEntries(
          Object.entries(stage.RouteSettings ?? {}).map(([key, one]) => [key, throttleOf(one)]),
        ),
        accessLog: { destination: stage.AccessLogSettings?.DestinationArn, format: stage.AccessLogSettings?.Format },
        variables: stage.StageVariables ?? {},
        tags: comparableTags(stage.Tags ?? {}),
      },
      owned: owns(resource.properties.tags, stage.Tags ?? {}),
    };
    return observed;
  }

  async function read(resource: Resource<HttpStageShape>): Promise<Observed<HttpStageShape> | undefined> {
    const { api } = resource.properties;
    if (typeof api !== 'string') return undefined;
    const client = await clients.apiGatewayV2();
    const { GetStageCommand } = await import('@aws-sdk/client-apigatewayv2');
    const stage = await undefinedIfNotFound(client.send(new GetStageCommand({ ApiId: api, StageName: resource.name })));
    return stage && describe(resource, api, stage);
  }

  async function create(client: ApiGatewayV2Client, resource: ResolvedResource<HttpStageShape>) {
    const { properties: desired, name: StageName } = resource;
    const { CreateStageCommand } = await import('@aws-sdk/client-apigatewayv2');
    try {
      const made = await client.send(
        new CreateStageCommand({
          ApiId: desired.api,
          StageName,
          AutoDeploy: false,
          Tags: desired.tags,
          Description: switchTo(undefined),
          ...settingsOf(desired),
        }),
      );
      return describe(resource, desired.api, { Tags: desired.tags, ...made });
    } catch (error) {
      // Another run was faster, or the response to our own first try was lost.
      const existing = isAwsError(error, 'ConflictException') ? await read(resource) : undefined;
      if (!existing?.owned) throw error;
      return await sync(client, resource, existing);
    }
  }

  async function sync(
    client: ApiGatewayV2Client,
    resource: ResolvedResource<HttpStageShape>,
    observed: Observed<HttpStageShape>,
  ): Promise<Observed<HttpStageShape>> {
    const { properties: desired, name: StageName } = resource;
    const had = observed.properties;
    const of = { ApiId: desired.api, StageName };
    const { set, remove } = tagChanges(desired.tags, had.tags);
    const ResourceArn = arnOf(desired.api, StageName);
    const { TagResourceCommand, UntagResourceCommand, UpdateStageCommand } = await import(
      '@aws-sdk/client-apigatewayv2'
    );
    if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ ResourceArn, Tags: set }));
    if (remove.length > 0) await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: remove }));
    const former = formerRoutes(desired, had.routes).filter((key) => !desired.present?.includes(key));
    await deleteRoutes(client, of, former);
    const gone = Object.keys(had.variables).filter((name) => !(name in desired.variables));
    const updated = await client.send(
      new UpdateStageCommand({
        ...of,
        ...settingsOf(desired),
        // An empty value removes a variable.
        StageVariables: { ...Object.fromEntries(gone.map((name) => [name, ''])), ...desired.variables },
        ...(desired.deployment !== had.deployment && { Description: switchTo(observed) }),
      }),
    );
    return describe(resource, desired.api, { ...updated, Tags: desired.tags });
  }

  async function deleteRoutes(
    client: ApiGatewayV2Client,
    of: { readonly ApiId: string; readonly StageName: string },
    keys: readonly string[],
  ): Promise<void> {
    const { DeleteRouteSettingsCommand } = await import('@aws-sdk/client-apigatewayv2');
    for (const RouteKey of keys) {
      await undefinedIfNotFound(client.send(new DeleteRouteSettingsCommand({ ...of, RouteKey })));
    }
  }

  /**
   * A release that does not protect what the contract protects must not go live. The API shows the routes of its newest
   * deployment alone; an earlier one was confirmed when it was the newest.
   */
  async function confirmRelease({ properties }: ResolvedResource<HttpStageShape>, context: KindContext): Promise<void> {
    const { api, deployment, history, definition } = properties;
    if (deployment !== history[0]?.deploymentId) return;
    const template = artifacts.get(definition);
    if (!template) throw new Error(`the definition ${definition} is not among the artifacts`);
    await confirmHttpProtection(await clients.apiGatewayV2(), { api, deployment, definition: template, context });
  }

  /** The description of the stage for a deploy that switches it. */
  function switchTo(observed: Observed<HttpStageShape> | undefined): string {
    const from = observed?.properties.deployment;
    const record: SwitchRecord = {
      how: 'deploy',
      ...switchedBy(clock.now(), target.caller),
      ...(from !== undefined && { from }),
    };
    return formatSwitchRecord(switchAfter(observed?.attributes.switched, record));
  }

  return {
    kind: 'http-stage',
    rights: [
      { actions: ['apigateway:GET'], on: inApiGateway('/apis/*'), when: resourceHasAppTag },
      changeOwn('/apis/*'),
      { actions: ['apigateway:POST', 'apigateway:DELETE'], on: inApiGateway('/tags/*') },
      { actions: DELIVERY_ACTIONS },
    ],
    readsBy: ['api'],
    read,
    diff({ properties }, { properties: { api: _, ...had } }) {
      const { api: __, history: ___, definition: ____, address: _____, present, ...desired } = properties;
      const changes = diffFields(desired, desired.routes === undefined ? { ...had, routes: undefined } : had);
      const kept = formerRoutes(desired, had.routes).filter((key) => present?.includes(key));
      return changes.map((change) =>
        kept.some((key) => change.path.startsWith(`routes.${key}.`)) ? { ...change, last: true as const } : change,
      );
    },
    async apply(resource, observed, context) {
      const client = await clients.apiGatewayV2();
      if (resource.properties.deployment !== observed?.properties.deployment) {
        await confirmRelease(resource, context);
        await rights?.over(context.note, context.signal);
      }
      return observed ? await sync(client, resource, observed) : await create(client, resource);
    },
    retire: {
      due: ({ properties }, applied) => formerRoutes(properties, applied.properties.routes).length > 0,
      async begin({ name: StageName, properties }, applied) {
        const former = formerRoutes(properties, applied.properties.routes);
        await deleteRoutes(await clients.apiGatewayV2(), { ApiId: properties.api, StageName }, former);
      },
    },
    async remove(resource, { properties: { api } }) {
      const client = await clients.apiGatewayV2();
      const { DeleteStageCommand } = await import('@aws-sdk/client-apigatewayv2');
      await undefinedIfNotFound(client.send(new DeleteStageCommand({ ApiId: api, StageName: resource.name })));
    },
  };
}

/** The routes with settings that are no longer wanted. */
function formerRoutes({ routes }: Pick<Desired, 'routes'>, had: HttpStageShape['found']['routes']): string[] {
  return routes ? Object.keys(had).filter((key) => !(key in routes)) : [];
}

/** Everything that `CreateStage` and `UpdateStage` both accept. */
export function settingsOf({ deployment, throttle, metrics, routes = {}, accessLog, variables }: Desired) {
  const settings = ({ rate, burst }: Throttle): RouteSettings => ({
    ThrottlingRateLimit: rate,
    ThrottlingBurstLimit: burst,
    DetailedMetricsEnabled: metrics,
  });
  return {
    DeploymentId: deployment,
    DefaultRouteSettings: settings(throttle),
    RouteSettings: Object.fromEntries(Object.entries(routes).map(([key, one]) => [key, settings(one)])),
    AccessLogSettings: { DestinationArn: accessLog.destination, Format: accessLog.format },
    StageVariables: variables,
  };
}

const throttleOf = ({ ThrottlingRateLimit: rate = 0, ThrottlingBurstLimit: burst = 0 }: RouteSettings): Throttle => ({
  rate,
  burst,
});
