/** CreateBasePathMapping, GetBasePathMapping, GetBasePathMappings and DeleteBasePathMapping. */
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import type { BasePathMapping, DomainName } from '../../../state/apis/model.ts';
import { NO_BASE_PATH } from '../../../state/apis/no-base-path.ts';
import { badRequest, conflict } from '../errors.ts';
import { compact, type Members, nonEmpty, requiredText, text } from '../members.ts';
import { page } from '../paging.ts';
import { basePathMappings, domainIn, ownedBy, requireBasePathMapping } from '../state.ts';
import { isChanging } from './domain-name-view.ts';
import { mappingView, refuseMixing, requireRestStage } from './mapping-rules.ts';

export const createBasePathMapping = operation({
  name: 'CreateBasePathMapping',
  http: 'POST /domainnames/{domainName}/basepathmappings',
  status: 201,
  run(input: Members, context) {
    const domain = domainIn(input, context);
    requireSettled(context, domain);
    refuseMixing(context, domain.domainName, requiredText(input, 'restApiId'));
    const mapping = checkedMapping(context, {
      id: context.cloud.ids.short(6),
      basePath: nonEmpty(text(input, 'basePath')) ?? NO_BASE_PATH,
      restApiId: requiredText(input, 'restApiId'),
      stage: nonEmpty(text(input, 'stage')),
    });
    const key = `${domain.domainName}/${mapping.basePath}`;
    if (basePathMappings(context).has(key)) throw conflict('Base path already exists for this domain name');
    basePathMappings(context).put(key, mapping);
    return mappingView(mapping);
  },
});

/** Mappings of a domain that is still being created fail (hashicorp/terraform-provider-aws#8353). */
export function requireSettled(context: OperationContext, domain: DomainName): void {
  if (isChanging(context, domain)) throw badRequest('Invalid domain name identifier specified');
}

/** Throws BadRequestException if API Gateway does not accept the mapping. */
export function checkedMapping(
  context: OperationContext,
  { id, basePath, restApiId, stage }: Omit<BasePathMapping, 'stage'> & { readonly stage: string | undefined },
): BasePathMapping {
  if (basePath.includes('/')) {
    throw badRequest(
      "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base path mapping, use API Gateway V2.",
    );
  }
  if (basePath !== NO_BASE_PATH && !/^[a-zA-Z0-9$\-_.+!*'(),]{1,300}$/.test(basePath)) {
    throw badRequest("API Gateway V1 base path mappings may only contain letters, numbers and one of $-_.+!*'(),");
  }
  requireRestStage(context, restApiId, stage);
  return compact({ id, basePath, restApiId, stage }) as BasePathMapping;
}

export const getBasePathMapping = operation({
  name: 'GetBasePathMapping',
  http: 'GET /domainnames/{domainName}/basepathmappings/{basePath}',
  run: (input: Members, context) =>
    mappingView(requireBasePathMapping(context, domainIn(input, context).domainName, requiredText(input, 'basePath'))),
});

export const getBasePathMappings = operation({
  name: 'GetBasePathMappings',
  http: 'GET /domainnames/{domainName}/basepathmappings',
  run(input: Members, context) {
    const { domainName } = domainIn(input, context);
    const all = ownedBy(basePathMappings(context), domainName).map(mappingView);
    return page(all, ({ basePath }) => basePath, input);
  },
});

export const deleteBasePathMapping = operation({
  name: 'DeleteBasePathMapping',
  http: 'DELETE /domainnames/{domainName}/basepathmappings/{basePath}',
  status: 202,
  run(input: Members, context) {
    const { domainName } = domainIn(input, context);
    const { basePath } = requireBasePathMapping(context, domainName, requiredText(input, 'basePath'));
    basePathMappings(context).delete(`${domainName}/${basePath}`);
  },
});
