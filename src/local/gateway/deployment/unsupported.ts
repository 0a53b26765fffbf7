/** What a deployed method may use that the data plane does not emulate: refused by name, never passed over. */
import type { Deployment, Method } from '../../services/apigateway/model.ts';

/** The feature's name, or `undefined` when the method can be served. */
export function unsupportedFeature(api: Deployment['snapshot']['api'], method: Method): string | undefined {
  if (method.authorizationType !== 'NONE') return `authorization type ${method.authorizationType}`;
  if (method.apiKeyRequired && api.apiKeySource === 'AUTHORIZER') return 'API key source AUTHORIZER';
  if (api.policy !== undefined && api.policy !== '') return 'a resource policy';
  return undefined;
}
