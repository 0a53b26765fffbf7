/** The state of HTTP APIs, and the lookups at the start of every operation. */
import type { OperationContext } from '../../cloud/operation.ts';
import {
  type HttpApi,
  type HttpDefinition,
  type HttpDeployment,
  type HttpStage,
  httpApis,
  httpDefinitions,
  httpDeployments,
  httpStages,
} from '../../state/http-apis/model.ts';
import type { Collection } from '../../storage/store.ts';
import { notFound } from './errors.ts';

export const apis = (context: OperationContext) => httpApis(context.cloud, context);
export const definitions = (context: OperationContext) => httpDefinitions(context.cloud, context);
/** keyed `<apiId>/<deploymentId>` */
export const deployments = (context: OperationContext) => httpDeployments(context.cloud, context);
/** keyed `<apiId>/<stageName>` */
export const stages = (context: OperationContext) => httpStages(context.cloud, context);

export const EMPTY_DEFINITION: HttpDefinition = { routes: {}, integrations: {}, authorizers: {} };

/** Returns the values whose key starts with `<apiId>/`, in the order of their creation. */
export const ofApi = <T>(collection: Collection<T>, apiId: string): T[] =>
  collection.keys().flatMap((key) => (key.startsWith(`${apiId}/`) ? [collection.get(key)!] : []));

export function deleteOfApi<T>(collection: Collection<T>, apiId: string): void {
  for (const key of collection.keys()) if (key.startsWith(`${apiId}/`)) collection.delete(key);
}

export function requireApi(context: OperationContext, apiId: string): HttpApi {
  const api = apis(context).get(apiId);
  if (!api) throw notFound(`Invalid API identifier specified ${context.account}:${apiId}`);
  return api;
}

export function requireDefinition(context: OperationContext, apiId: string): HttpDefinition {
  requireApi(context, apiId);
  return definitions(context).get(apiId) ?? EMPTY_DEFINITION;
}

export function requireStage(context: OperationContext, apiId: string, name: string): HttpStage {
  requireApi(context, apiId);
  const stage = stages(context).get(`${apiId}/${name}`);
  if (!stage) throw notFound('Invalid stage identifier specified');
  return stage;
}

export function requireDeployment(context: OperationContext, apiId: string, deploymentId: string): HttpDeployment {
  requireApi(context, apiId);
  const deployment = deployments(context).get(`${apiId}/${deploymentId}`);
  if (!deployment) throw notFound('Invalid Deployment identifier specified');
  return deployment;
}

/** Returns a part of a definition by its ID. `what` is AWS's word for the part in the error. */
export function requirePart<T>(
  parts: Readonly<Record<string, T>>,
  id: string,
  what: 'Authorizer' | 'Integration' | 'Route',
): T {
  const part = Object.hasOwn(parts, id) ? parts[id] : undefined;
  if (part === undefined) throw notFound(`Invalid ${what} identifier specified`);
  return part;
}

/** Stores a stage. The data plane serves its previous state until the delay is over. */
export function putStage(context: OperationContext, apiId: string, stage: HttpStage): void {
  const key = `${apiId}/${stage.StageName}`;
  context.cloud.transitions.begin(context, 'stage', key, stages(context).get(key));
  stages(context).put(key, stage);
}
