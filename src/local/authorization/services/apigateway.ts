/** API Gateway's control plane is allowed by HTTP verb and path; its ARNs name no account (docs/aws/iam.md). */
import type { PermissionsOf } from '../permission.ts';

export const apigatewayPermissions: PermissionsOf = (_operation, _input, { http, region }) => {
  const [path = '/'] = http.url.split('?', 1);
  return [{ action: `apigateway:${http.method}`, resource: `arn:aws:apigateway:${region}::${path}` }];
};
