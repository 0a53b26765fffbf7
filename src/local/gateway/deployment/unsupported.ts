/** What a deployed method may use that the data plane does not emulate: refused by name, never passed over. */
import type { Deployment, Method } from '../../services/apigateway/model.ts';

/** The feature's name, or `undefined` when the method can be served. */
export function unsupportedFeature(api: Deployment['snapshot']['api'], method: Method): string | undefined {
  if (method.authorizationType === 'AWS_IAM' || method.authorizationType === 'COGNITO_USER_POOLS')
    return `authorization type ${method.authorizationType}`;
  if (api.policy !== undefined && api.policy !== '') return 'a resource policy';
  return undefined;
}
