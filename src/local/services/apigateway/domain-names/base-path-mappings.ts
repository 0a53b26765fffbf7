/** CreateBasePathMapping, GetBasePathMapping, GetBasePathMappings and DeleteBasePathMapping. */
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import type { BasePathMapping, DomainName } from '../../../state/apis/model.ts';
import { badRequest, conflict } from '../errors.ts';
import { compact, type Members, nonEmpty, requiredText, text } from '../members.ts';
import { page } from '../paging.ts';
import { basePathMappings, domainIn, ownedBy, requireBasePathMapping, restApis, stages } from '../state.ts';
import { isChanging } from './domain-name-view.ts';

/** The base path of a mapping without one. */
export const NO_BASE_PATH = '(none)';

export const createBasePathMapping = operation({
  name: 'CreateBasePathMapping',
  http: 'POST /domainnames/{domainName}/basepathmappings',
  status: 201,
  run(input: Members, context) {
    const domain = domainIn(input, context);
    requireSettled(context, domain);
    const mapping = checkedMapping(context, {
      basePath: nonEmpty(text(input, 'basePath')) ?? NO_BASE_PATH,
      restApiId: requiredText(input, 'restApiId'),
      stage: nonEmpty(text(input, 'stage')),
    });
    const key = `${domain.domainName}/${mapping.basePath}`;
    if (basePathMappings(context).has(key)) throw conflict('Base path already exists for this domain name');
    basePathMappings(context).put(key, mapping);
    return mapping;
  },
});

/** Mappings of a domain that is still being created fail (hashicorp/terraform-provider-aws#8353). */
function requireSettled(context: OperationContext, domain: DomainName): void {
  if (isChanging(context, domain)) throw badRequest('Invalid domain name identifier specified');
}

/** Throws BadRequestException if API Gateway does not accept the mapping. */
export function checkedMapping(
  context: OperationContext,
  { basePath, restApiId, stage }: { basePath: string; restApiId: string; stage: string | undefined },
): BasePathMapping {
  if (basePath.includes('/')) {
    throw badRequest(
      "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base path mapping, use API Gateway V2.",
    );
  }
  if (basePath !== NO_BASE_PATH && !/^[a-zA-Z0-9$\-_.+!*'(),]{1,300}$/.test(basePath)) {
    throw badRequest("API Gateway V1 base path mappings may only contain letters, numbers and one of $-_.+!*'(),");
  }
  if (!restApis(context).has(restApiId)) throw badRequest('Invalid REST API identifier specified');
  if (stage !== undefined && !stages(context).has(`${restApiId}/${stage}`)) {
    throw badRequest('Invalid stage identifier specified');
  }
  return compact({ basePath, restApiId, stage }) as BasePathMapping;
}

export const getBasePathMapping = operation({
  name: 'GetBasePathMapping',
  http: 'GET /domainnames/{domainName}/basepathmappings/{basePath}',
  run: (input: Members, context) =>
    requireBasePathMapping(context, domainIn(input, context).domainName, requiredText(input, 'basePath')),
});

export const getBasePathMappings = operation({
  name: 'GetBasePathMappings',
  http: 'GET /domainnames/{domainName}/basepathmappings',
  run(input: Members, context) {
    const { domainName } = domainIn(input, context);
    return page(ownedBy(basePathMappings(context), domainName), ({ basePath }) => basePath, input);
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
