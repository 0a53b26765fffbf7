/** API Gateway's control plane authorizes by HTTP verb and path; its ARNs have no account (docs/aws/iam.md). */
import { fixedKeys, type Permission, type PermissionsOf, textOf } from '../../authorization/permission.ts';
import { hasTags, tagKeys } from '../../authorization/tag-keys.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { apiKeys, domainNames, restApis, stages, usagePlans } from '../../services/apigateway/state.ts';
import { trustStorePermission } from '../trust-store-permission.ts';

type Input = Readonly<Record<string, unknown>>;

export const apigatewayPermissions: PermissionsOf = (operation, input, context) => {
  const { http } = context;
  const [path = '/'] = http.url.split('?', 1);
  const permission = (action: string, of: string): Permission => ({
    action: `apigateway:${action}`,
    resource: arnOf(of, context),
    keys: () => tagKeys(input, tagsOf(of, context)),
  });
  const asked = permission(http.method, path);
  // Changing tags also needs the permission for the resource that has the tags.
  if (operation === 'TagResource' || operation === 'UntagResource') {
    const tagged = decodeURIComponent(path).replace(/^.*?::/, '');
    return [asked, permission('PATCH', tagged)];
  }
  if (http.method === 'POST' && hasTags(input)) {
    // The resource has no ID before it is created.
    const tagging = permission('PUT', `/tags/${encodeURIComponent(arnOf(`${path}/*`, context))}`);
    return [asked, tagging, ...ofDomain(operation, input, context)];
  }
  return [asked, ...passedRole(operation, input), ...ofDomain(operation, input, context)];
};

const arnOf = (path: string, { region }: OperationContext): string => `arn:aws:apigateway:${region}::${path}`;

/**
 * A resource below an API or a usage plan also has the tags of its parent; the tags of a stage override those of its
 * API.
 */
function tagsOf(path: string, context: OperationContext): Readonly<Record<string, string>> {
  const [, kind, id = '', below, name = ''] = path.split('/').map(decodeURIComponent);
  if (kind === 'usageplans') return usagePlans(context).get(id)?.tags ?? {};
  if (kind === 'domainnames') return domainNames(context).get(id)?.tags ?? {};
  if (kind === 'apikeys') return apiKeys(context).get(id)?.tags ?? {};
  if (kind !== 'restapis') return {};
  const ofStage = below === 'stages' ? stages(context).get(`${id}/${name}`)?.tags : undefined;
  return { ...restApis(context).get(id)?.tags, ...ofStage };
}

/** The permissions of the caller that API Gateway uses itself to set up a domain. */
const ofDomain = (operation: string, input: Input, context: OperationContext): Permission[] => [
  ...updateDistribution(operation, input),
  ...readTrustStore(operation, input, context),
];

/** The distribution of an edge-optimized domain, and its certificate (docs/aws/custom-domains.md). */
function updateDistribution(operation: string, input: Input): Permission[] {
  const { types = ['EDGE'] } = (input.endpointConfiguration ?? {}) as { readonly types?: unknown };
  const creates = operation === 'CreateDomainName' && [types].flat().includes('EDGE');
  const changes = operation === 'UpdateDomainName' && patchesIn(input).some(({ path }) => path === '/certificateArn');
  if (!creates && !changes) return [];
  return [{ action: 'cloudfront:UpdateDistribution', resource: '*', keys: fixedKeys({}) }];
}

/** The permission for the trust store that the domain has after the request: patches name only what changes. */
function readTrustStore(operation: string, input: Input, context: OperationContext): Permission[] {
  if (operation !== 'CreateDomainName' && operation !== 'UpdateDomainName') return [];
  const { domainName, mutualTlsAuthentication: created } = input;
  const had = domainNames(context).get(textOf(domainName))?.mutualTlsAuthentication;
  const patches = patchesIn(input).flatMap(({ path, value }) => {
    const [, member] = /^\/mutualTlsAuthentication\/(\w+)$/.exec(path) ?? [];
    return member === undefined ? [] : [[member, value] as const];
  });
  if (operation === 'UpdateDomainName' && patches.length === 0) return [];
  const { truststoreUri, truststoreVersion } = { ...had, ...(created as object), ...Object.fromEntries(patches) };
  return trustStorePermission(truststoreUri, truststoreVersion);
}

/** Setting the role for API Gateway's logs needs `iam:PassRole`. */
function passedRole(operation: string, input: Input): Permission[] {
  if (operation !== 'UpdateAccount') return [];
  const keys = fixedKeys({ 'iam:passedtoservice': 'apigateway.amazonaws.com' });
  return patchesIn(input).flatMap(({ path, value }) => {
    if (path !== '/cloudwatchRoleArn' || textOf(value) === '') return [];
    return [{ action: 'iam:PassRole', resource: textOf(value), keys }];
  });
}

/** API Gateway checks its requests itself, so the patches may have any shape here. */
function patchesIn({ patchOperations }: Input): { readonly path: string; readonly value: unknown }[] {
  return [patchOperations].flat().map((patch) => {
    const { path, value } = (patch ?? {}) as { path?: unknown; value?: unknown };
    return { path: textOf(path), value };
  });
}
