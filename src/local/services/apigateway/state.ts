/**
 * API Gateway's state: the collections of `state/apis/model.ts`, and the lookups at the start of every operation.
 * Stored values
 * are frozen; to change one, edit a clone and put it back.
 */
import { notImplemented } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type {
  Account,
  ApiDefinition,
  ApiKey,
  BasePathMapping,
  CacheFlushes,
  Deployment,
  DocumentationPart,
  DocumentationVersion,
  DomainName,
  RestApi,
  Stage,
  UsageCount,
  UsagePlan,
  UsagePlanKey,
  VpcLink,
} from '../../state/apis/model.ts';
import type { Collection } from '../../storage/store.ts';
import { notFound } from './errors.ts';
import { type Members, requiredText, text } from './members.ts';
import { changeCluster } from './stages/cache-cluster.ts';

type Context = Pick<OperationContext, 'collection' | 'account'>;

export const restApis = (context: Context) => context.collection<RestApi>('apigateway.restApis');
export const definitions = (context: Context) => context.collection<ApiDefinition>('apigateway.definitions');
/** keyed `<apiId>/<deploymentId>` */
export const deployments = (context: Context) => context.collection<Deployment>('apigateway.deployments');
/** keyed `<apiId>/<stageName>` */
export const stages = (context: Context) => context.collection<Stage>('apigateway.stages');
export const apiKeys = (context: Context) => context.collection<ApiKey>('apigateway.apiKeys');
export const usagePlans = (context: Context) => context.collection<UsagePlan>('apigateway.usagePlans');
/** keyed `<planId>/<keyId>` */
export const usagePlanKeys = (context: Context) => context.collection<UsagePlanKey>('apigateway.usagePlanKeys');
/** keyed `<planId>/<keyId>/<YYYY-MM-DD>` */
export const usageCounts = (context: Context) => context.collection<UsageCount>('apigateway.usage');
/** keyed `<apiId>/<stageName>` */
export const cacheFlushes = (context: Context) => context.collection<CacheFlushes>('apigateway.cacheFlushes');
export const vpcLinks = (context: Context) => context.collection<VpcLink>('apigateway.vpcLinks');
/** keyed by name */
export const domainNames = (context: Context) => context.collection<DomainName>('apigateway.domainNames');
/** keyed `<domain>/<basePath>` */
export const basePathMappings = (context: Context) =>
  context.collection<BasePathMapping>('apigateway.basePathMappings');
/** keyed `<apiId>/<id>` */
export const documentationParts = (context: Context) =>
  context.collection<DocumentationPart>('apigateway.documentationParts');
/** keyed `<apiId>/<version>` */
export const documentationVersions = (context: Context) =>
  context.collection<DocumentationVersion>('apigateway.documentationVersions');
/** Returns the settings of the region, changed or default. */
export const accountOf = (context: OperationContext): Account => {
  const { logsRole } = context.cloud.options;
  return accounts(context).get('account') ?? (logsRole === undefined ? {} : { cloudwatchRoleArn: logsRole });
};

/** key `account` */
export const accounts = (context: Context) => context.collection<Account>('apigateway.account');

export const emptyDefinition = (): ApiDefinition => ({
  resources: {},
  models: {},
  requestValidators: {},
  authorizers: {},
  gatewayResponses: {},
});

/** Returns the values whose key starts with `<owner>/`, in insertion order. */
export const ownedBy = <T>(collection: Collection<T>, owner: string): T[] =>
  collection.keys().flatMap((key) => (key.startsWith(`${owner}/`) ? [collection.get(key)!] : []));

/** Deletes every value whose key starts with `<owner>/`. */
export function deleteOwned<T>(collection: Collection<T>, owner: string): void {
  for (const key of collection.keys()) if (key.startsWith(`${owner}/`)) collection.delete(key);
}

export function requireApi(context: Context, apiId: string): RestApi {
  const api = restApis(context).get(apiId);
  if (!api) throw notFound(`Invalid API identifier specified ${context.account}:${apiId}`);
  return api;
}

export function requireDefinition(context: Context, apiId: string): ApiDefinition {
  requireApi(context, apiId);
  return definitions(context).get(apiId) ?? emptyDefinition();
}

/** Runs `edit` on a copy of the definition and stores the copy. If `edit` throws, nothing changes. */
export function editDefinition<R>(context: Context, apiId: string, edit: (draft: ApiDefinition) => R): R {
  const draft = structuredClone(requireDefinition(context, apiId));
  const result = edit(draft);
  definitions(context).put(apiId, draft);
  return result;
}

export function requireStage(context: Context, apiId: string, stageName: string): Stage {
  requireApi(context, apiId);
  const stage = stages(context).get(`${apiId}/${stageName}`);
  if (!stage) throw notFound('Invalid stage identifier specified');
  return stage;
}

/** Stores a created or changed stage; the data plane serves the previous state until the delay is over. */
export function putStage(context: OperationContext, apiId: string, stage: Stage): void {
  const key = `${apiId}/${stage.stageName}`;
  const before = stages(context).get(key);
  changeCluster(context.cloud.transitions, context, key, before, stage);
  context.cloud.transitions.begin(context, 'stage', key, before);
  const { executeApiOff: _, ...others } = stage;
  const isOff = restApis(context).get(apiId)?.disableExecuteApiEndpoint === true;
  stages(context).put(key, { ...others, ...(isOff && { executeApiOff: true }) });
}

export function requireDeployment(context: Context, apiId: string, deploymentId: string): Deployment {
  requireApi(context, apiId);
  const deployment = deployments(context).get(`${apiId}/${deploymentId}`);
  if (!deployment) throw notFound('Invalid Deployment identifier specified');
  return deployment;
}

export function requireUsagePlan(context: Context, planId: string): UsagePlan {
  const plan = usagePlans(context).get(planId);
  if (!plan) throw notFound('Invalid Usage Plan ID specified');
  return plan;
}

export function requireApiKey(context: Context, keyId: string): ApiKey {
  const key = apiKeys(context).get(keyId);
  if (!key) throw notFound('Invalid API Key identifier specified');
  return key;
}

/** Finds the domain that a request names. Only private domains have an ID, and there are none. */
export function domainIn(input: Members, context: OperationContext): DomainName {
  if (text(input, 'domainNameId')) throw notImplemented("API Gateway's private custom domains");
  return requireDomainName(context, requiredText(input, 'domainName'));
}

export function requireDomainName(context: Context, domainName: string): DomainName {
  const domain = domainNames(context).get(domainName.toLowerCase());
  if (!domain) throw notFound('Invalid domain name identifier specified');
  return domain;
}

export function requireBasePathMapping(context: Context, domainName: string, basePath: string): BasePathMapping {
  const mapping = basePathMappings(context).get(`${requireDomainName(context, domainName).domainName}/${basePath}`);
  if (!mapping) throw notFound('Invalid base path mapping identifier specified');
  return mapping;
}

/** Returns the current time in the service's format: epoch seconds. */
export const nowSeconds = (context: Pick<OperationContext, 'cloud'>): number =>
  Math.floor(context.cloud.clock.now() / 1000);
