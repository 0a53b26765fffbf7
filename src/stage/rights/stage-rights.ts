/**
 * The permissions that a person or pipeline needs to work with a stage: those of its kinds, and those of everything
 * around them. Each part that makes calls declares its own permissions (docs/adr/0023-rights-of-the-caller.md). Makes
 * no calls.
 */
import { ALARM_RIGHTS } from '../../aws/alarms/alarm-rights.ts';
import { CERTIFICATE_RIGHTS } from '../../aws/api-gateway/client-certificate.ts';
import { inApiGateway } from '../../aws/arns/own-arns.ts';
import { EDGE_RIGHT } from '../../aws/domains/edge-right.ts';
import { trustStoreRight } from '../../aws/domains/trust-store-rights.ts';
import { type NamedRight, type Statement, statementsOf } from '../../aws/iam/rights-policy.ts';
import { ROLE_RIGHTS } from '../../aws/iam/role-rights.ts';
import { ACCOUNT_SEARCH_RIGHTS, STAGE_SEARCH_RIGHTS } from '../../aws/inventory/search-rights.ts';
import { SEED_RIGHTS } from '../../aws/items/write-items.ts';
import { KEY_RIGHTS } from '../../aws/keys/key-rights.ts';
import { groupKeyRight } from '../../aws/kinds/log-group/log-group.ts';
import { createKinds } from '../../aws/kinds/registry.ts';
import { environmentRight, keyRights, tableKeyRight, tableKeyRights } from '../../aws/kms/describe-key.ts';
import { SCALING_RIGHTS } from '../../aws/lambda/concurrency-scaling.ts';
import { layerRight } from '../../aws/lambda/layer-versions.ts';
import { TUNING_RIGHTS } from '../../aws/lambda/tuning-copy.ts';
import { FORMER_LOCK_RIGHTS } from '../../aws/lock/former-lock.ts';
import { LOCK_RIGHTS } from '../../aws/lock/lock-store.ts';
import { QUERY_RIGHTS } from '../../aws/logs/insights/run-query.ts';
import { LOG_RIGHTS } from '../../aws/logs/log-events.ts';
import { METRIC_RIGHTS } from '../../aws/metrics/version-metrics.ts';
import { NETWORK_RIGHTS } from '../../aws/network/find-network.ts';
import { CONCURRENCY_RIGHTS } from '../../aws/quotas/account-concurrency.ts';
import { createClients } from '../../aws/sdk/clients.ts';
import { secretRights } from '../../aws/secrets/missing-secrets.ts';
import { sampleRight } from '../../aws/waf/sampled-requests.ts';
import type { Clock } from '../../clock.ts';
import type { StageConfig } from '../../config/config.ts';
import { layerArns } from '../../config/layer-versions.ts';
import { isInS3 } from '../../config/mutual-tls.ts';
import type { Right, RightsScope } from '../../engine/rights.ts';
import { partitionOf } from '../../naming/regions.ts';
import { knownStage } from '../desired/desired-stage.ts';

export interface RightsOptions {
  readonly config: StageConfig;
  readonly account: string;
  /** The ARN of the boundary that every role must have. Default: the one in apikit.yaml. */
  readonly boundary?: string | undefined;
}

/** The permissions for everything from the first deploy to the removal of the stage. */
export function deployerRights(wanted: RightsOptions, clock: Clock): Statement[] {
  return statementsOf(rightsOfStage(wanted, clock), scopeOf(wanted));
}

/** The permissions to read the stage, and everything of apikit in the account. */
export function readerRights(wanted: RightsOptions, clock: Clock): Statement[] {
  const reading = rightsOfStage(wanted, clock).flatMap(({ right, name }) => {
    const actions = right.actions.filter((action) => READING.test(action));
    return actions.length === 0 ? [] : [{ right: { ...right, actions }, name }];
  });
  const { waf } = wanted.config;
  const more = nameless([
    ...(waf ? [sampleRight('existing' in waf ? waf.existing : undefined)] : []),
    ...ACCOUNT_SEARCH_RIGHTS,
    ...ROLE_RIGHTS,
    ...QUERY_RIGHTS,
    ...CONCURRENCY_RIGHTS,
    ...CERTIFICATE_RIGHTS,
    ...(wanted.config.encryption ? [environmentRight(wanted.config.encryption.key)] : []),
  ]);
  return statementsOf([...reading, ...more], scopeOf(wanted));
}

/** Matches the actions that read. AWS's reference classifies all of these as Read or List. */
const READING = /:(Get|List|Describe|Filter|View|GET$)/;

function rightsOfStage({ config, account }: RightsOptions, clock: Clock): NamedRight[] {
  const { region } = config;
  const facts = { account, region, partition: partitionOf(region).id };
  const { mutualTls } = config.domain ?? {};
  const layers = layerArns(config);
  const { signal } = new AbortController();
  const clients = createClients({ region, clock, signal, env: {} });
  const kinds = createKinds({ clients, clock, artifacts: new Map(), target: facts });
  const ofKinds = knownStage(config, facts).flatMap(({ kind, name }) =>
    (kinds.get(kind)?.rights ?? []).map((right) => ({ right, name })),
  );
  return [
    ...ofKinds,
    ...nameless([
      ...LOCK_RIGHTS,
      ...FORMER_LOCK_RIGHTS,
      ...STAGE_SEARCH_RIGHTS,
      ...KEY_RIGHTS,
      ...LOG_RIGHTS,
      ...METRIC_RIGHTS,
      ...TUNING_RIGHTS,
      ...(config.alarms.enabled ? ALARM_RIGHTS : []),
      ...secretRights(config.function.secrets ?? {}),
      ...(config.encryption ? keyRights(config.encryption.key) : []),
      ...(config.encryption && hasOwnTables(config) ? [tableKeyRight(config.encryption.key)] : []),
      ...ownTableKeys(config).flatMap(tableKeyRights),
      ...(config.encryption === undefined ? [] : [groupKeyRight(config.encryption !== false)]),
      ...(config.provisionedConcurrency && config.provisionedConcurrency.scaling !== undefined ? SCALING_RIGHTS : []),
      ...(config.function.reservedConcurrency ? CONCURRENCY_RIGHTS : []),
      ...(config.function.vpc ? NETWORK_RIGHTS : []),
      ...(layers.length > 0 ? [layerRight(layers)] : []),
      ...(config.domain && config.endpoint.type === 'edge' ? [EDGE_RIGHT] : []),
      ...(mutualTls && isInS3(mutualTls) ? [trustStoreRight(mutualTls.truststore)] : []),
      ...(config.preview?.seed ? SEED_RIGHTS : []),
      ...adoptionRights(config),
    ]),
  ];
}

/** The stage's tags do not yet mark what it takes over, so that only IDs say what may be read and tagged. */
function adoptionRights({ adopts }: StageConfig): Right[] {
  if (!adopts) return [];
  const apis = adopts.api === undefined ? [] : [`/restapis/${adopts.api}`];
  const plans = Object.values(adopts.usagePlans).map((id) => `/usageplans/${id}`);
  return [
    { actions: ['apigateway:GET'], on: inApiGateway(...apis.flatMap((api) => [api, `${api}/*`])) },
    { actions: ['apigateway:PATCH'], on: inApiGateway(...apis, ...plans) },
  ];
}

const hasOwnTables = ({ tables }: StageConfig): boolean =>
  Object.values(tables).some((table) => table.import === undefined && table.encryption);

/** The keys that single tables name. The key of `encryption` is not one of them. */
const ownTableKeys = ({ tables }: StageConfig): string[] => [
  ...new Set(
    Object.values(tables).flatMap((table) => (table.import === undefined && table.kmsKey ? [table.kmsKey] : [])),
  ),
];

const nameless = (rights: readonly Right[]): NamedRight[] => rights.map((right) => ({ right, name: '' }));

function scopeOf({ config, account, boundary = boundaryOf(config) }: RightsOptions): RightsScope {
  const { app, stage, region } = config;
  return {
    partition: partitionOf(region).id,
    region,
    account,
    app,
    stage,
    rolePath: config.function.role?.path ?? '/',
    ...(boundary !== undefined && { boundary }),
  };
}

function boundaryOf({ function: { role } }: StageConfig): string | undefined {
  return typeof role?.permissionsBoundary === 'string' ? role.permissionsBoundary : undefined;
}
