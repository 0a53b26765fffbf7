/**
 * CreateApiMapping, GetApiMapping, GetApiMappings, UpdateApiMapping and DeleteApiMapping. The mappings are those of
 * version 1, with IDs. Only version 2 maps HTTP APIs, and base paths of several segments.
 */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { ApiMapping } from '../../../models/apigatewayv2.ts';
import type { BasePathMapping, DomainName } from '../../../state/apis/model.ts';
import { NO_BASE_PATH } from '../../../state/apis/no-base-path.ts';
import { requireSettled } from '../../apigateway/domain-names/base-path-mappings.ts';
import { isHttpApi, requireRestStage } from '../../apigateway/domain-names/mapping-rules.ts';
import { basePathMappings, ownedBy } from '../../apigateway/state.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { stages } from '../state.ts';
import { requireRegionalDomain } from './domain-name-operations.ts';

export const createApiMapping = operation('CreateApiMapping', (input, context) => {
  const domain = requireRegionalDomain(context, input.DomainName);
  requireSettled(context, domain);
  const mapping = {
    id: context.cloud.ids.short(6),
    basePath: input.ApiMappingKey || NO_BASE_PATH,
    restApiId: input.ApiId,
    stage: input.Stage,
  };
  checkMapping(context, domain, mapping);
  putMapping(context, domain, mapping);
  return mappingView(mapping);
});

export const getApiMapping = operation('GetApiMapping', ({ DomainName, ApiMappingId }, context) =>
  mappingView(requireMapping(context, requireRegionalDomain(context, DomainName), ApiMappingId)),
);

export const getApiMappings = operation('GetApiMappings', (input, context) => {
  const { domainName } = requireRegionalDomain(context, input.DomainName);
  const { items, next } = page(ownedBy(basePathMappings(context), domainName), input);
  return { Items: items.map(mappingView), ...(next !== undefined && { NextToken: next }) };
});

/** Leads the path to another API and stage in one step. */
export const updateApiMapping = operation('UpdateApiMapping', (input, context) => {
  const domain = requireRegionalDomain(context, input.DomainName);
  const before = requireMapping(context, domain, input.ApiMappingId);
  const mapping = {
    ...before,
    restApiId: input.ApiId,
    ...(input.Stage !== undefined && { stage: input.Stage }),
    ...(input.ApiMappingKey !== undefined && { basePath: input.ApiMappingKey || NO_BASE_PATH }),
  };
  checkMapping(context, domain, mapping);
  putMapping(context, domain, mapping, before);
  return mappingView(mapping);
});

export const deleteApiMapping = operation('DeleteApiMapping', ({ DomainName, ApiMappingId }, context) => {
  const domain = requireRegionalDomain(context, DomainName);
  const { basePath } = requireMapping(context, domain, ApiMappingId);
  basePathMappings(context).delete(`${domain.domainName}/${basePath}`);
});

function putMapping(
  context: OperationContext,
  { domainName }: DomainName,
  mapping: BasePathMapping,
  before?: BasePathMapping,
): void {
  const mappings = basePathMappings(context);
  const key = `${domainName}/${mapping.basePath}`;
  const moves = before?.basePath !== mapping.basePath;
  if (moves && mappings.has(key)) throw conflict('ApiMapping key already exists for this domain name');
  if (moves && before) mappings.delete(`${domainName}/${before.basePath}`);
  mappings.put(key, mapping);
}

/** Throws BadRequestException if API Gateway does not accept the mapping (docs/aws/custom-domains.md). */
function checkMapping(
  context: OperationContext,
  { securityPolicy }: DomainName,
  { basePath, restApiId, stage }: BasePathMapping,
): void {
  const isKey = /^[a-zA-Z0-9$\-_.+!*'(),]+(?:\/[a-zA-Z0-9$\-_.+!*'(),]+)*$/.test(basePath) && basePath.length <= 300;
  if (basePath !== NO_BASE_PATH && !isKey) {
    throw badRequest("API mapping key should only contain letters, numbers and one of $-_.+!*'()/.");
  }
  if (basePath.includes('/') && securityPolicy === 'TLS_1_0') {
    throw badRequest('API mappings with multiple levels require a domain name with the security policy TLS_1_2.');
  }
  if (!isHttpApi(context, restApiId)) {
    requireRestStage(context, restApiId, stage);
    return;
  }
  if (securityPolicy !== 'TLS_1_2') {
    throw badRequest('An HTTP API can only be mapped to a domain name with the security policy TLS_1_2.');
  }
  if (!stages(context).has(`${restApiId}/${stage ?? ''}`)) throw badRequest('Invalid stage identifier specified');
}

function requireMapping(context: OperationContext, { domainName }: DomainName, id: string): BasePathMapping {
  const mapping = ownedBy(basePathMappings(context), domainName).find((one) => one.id === id);
  if (!mapping) throw notFound('Invalid API mapping identifier specified');
  return mapping;
}

const mappingView = ({ id, basePath, restApiId, stage }: BasePathMapping): ApiMapping => ({
  ApiId: restApiId,
  ApiMappingId: id,
  ApiMappingKey: basePath === NO_BASE_PATH ? '' : basePath,
  Stage: stage ?? '',
});
