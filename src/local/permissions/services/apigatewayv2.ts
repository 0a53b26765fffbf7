/**
 * API Gateway v2 authorizes by HTTP verb and path like v1, without the `/v2` of the path (docs/aws/iam.md). A tag needs
 * the permission for the path of the tags, too.
 */
import type { Permission, PermissionsOf } from '../../authorization/permission.ts';
import { hasTags, tagKeys } from '../../authorization/tag-keys.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { domainNames } from '../../services/apigateway/state.ts';
import { httpApis, httpStages } from '../../state/http-apis/model.ts';
import { trustStorePermission } from '../trust-store-permission.ts';

export const apigatewayv2Permissions: PermissionsOf = (operation, input, context) => {
  const { http } = context;
  const [whole = '/'] = http.url.split('?', 1);
  const path = whole.replace(/^\/v2(?=\/)/, '');
  const permission = (action: string, of: string): Permission => ({
    action: `apigateway:${action}`,
    resource: arnOf(of, context),
    keys: () => tagKeys(input, tagsOf(of, context)),
  });
  const asked = permission(http.method, path);
  // Changing tags also needs the permission for the resource that has the tags.
  if (operation === 'TagResource' || operation === 'UntagResource') {
    return [asked, permission('PATCH', decodeURIComponent(path).replace(/^.*?::/, ''))];
  }
  if (http.method === 'POST' && hasTags(input)) {
    // The resource has no ID before it is created.
    return [
      asked,
      ...readTrustStore(input),
      permission('POST', `/tags/${encodeURIComponent(arnOf(`${path}/*`, context))}`),
    ];
  }
  const setsLog = (operation === 'CreateStage' || operation === 'UpdateStage') && input.AccessLogSettings !== undefined;
  return [
    asked,
    ...readTrustStore(input),
    ...(setsLog ? DELIVERY.map((action): Permission => ({ action, resource: '*' })) : []),
  ];
};

function readTrustStore({ MutualTlsAuthentication: mutualTls }: Parameters<PermissionsOf>[1]): Permission[] {
  const { TruststoreUri, TruststoreVersion } = (mutualTls ?? {}) as Readonly<Record<string, unknown>>;
  return trustStorePermission(TruststoreUri, TruststoreVersion);
}

/** "Permissions to activate logging" (Developer Guide, "Configure logging for HTTP APIs"). */
const DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
];

const arnOf = (path: string, { region }: OperationContext): string => `arn:aws:apigateway:${region}::${path}`;

/** A resource below an API also has the tags of the API; those of a stage override them. */
function tagsOf(path: string, context: OperationContext): Readonly<Record<string, string>> {
  const [, kind, id = '', below, name = ''] = path.split('/').map(decodeURIComponent);
  if (kind === 'domainnames') return domainNames(context).get(id)?.tags ?? {};
  if (kind !== 'apis') return {};
  const { cloud } = context;
  const ofStage = below === 'stages' ? httpStages(cloud, context).get(`${id}/${name}`)?.Tags : undefined;
  return { ...httpApis(cloud, context).get(id)?.Tags, ...ofStage };
}
