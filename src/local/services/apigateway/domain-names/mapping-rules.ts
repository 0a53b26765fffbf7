/** The rules for mappings that both versions of API Gateway have, and the mappings of a domain by their targets. */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { BasePathMapping } from '../../../state/apis/model.ts';
import { httpApis } from '../../../state/http-apis/model.ts';
import { badRequest } from '../errors.ts';
import { basePathMappings, ownedBy, restApis, stages } from '../state.ts';

export const isHttpApi = ({ cloud, ...context }: OperationContext, apiId: string): boolean =>
  httpApis(cloud, context).has(apiId);

/** Version 1 refuses a domain on which an HTTP API is mapped, and HTTP APIs themselves (serverless/serverless#7459). */
export function refuseMixing(context: OperationContext, domainName: string, apiId: string): void {
  const ids = [apiId, ...ownedBy(basePathMappings(context), domainName).map(({ restApiId }) => restApiId)];
  if (!ids.some((id) => isHttpApi(context, id))) return;
  throw badRequest(
    "Mixing of REST APIs and HTTP APIs on the same domain name can only be accomplished through API Gateway's V2 DomainName interface. Currently, WebSocket APIs can only be attached to a domain name with other WebSocket APIs. This must also occur through API Gateway's V2 DomainName interface.",
  );
}

/** Throws BadRequestException if a REST API does not have the stage. */
export function requireRestStage(context: OperationContext, apiId: string, stage: string | undefined): void {
  if (!restApis(context).has(apiId)) throw badRequest('Invalid REST API identifier specified');
  if (stage !== undefined && !stages(context).has(`${apiId}/${stage}`)) {
    throw badRequest('Invalid stage identifier specified');
  }
}

/** Returns the names of the domains with a mapping to this API. */
export function mappedDomains(context: OperationContext, apiId: string): string[] {
  const mappings = basePathMappings(context);
  const named = mappings
    .keys()
    .flatMap((key) => (mappings.get(key)?.restApiId === apiId ? [key.split('/', 1)[0]!] : []));
  return [...new Set(named)];
}

/** Returns a mapping as version 1 shows it. */
export const mappingView = ({ id: _, ...mapping }: BasePathMapping) => mapping;
