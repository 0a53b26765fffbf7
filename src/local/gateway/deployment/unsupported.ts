/** What a deployed method may use that the data plane does not emulate: refused by name, never passed over. */
import type { Method } from '../../services/apigateway/model.ts';

/** The feature's name, or `undefined` when the method can be served. */
export function unsupportedFeature(method: Method): string | undefined {
  if (method.authorizationType === 'COGNITO_USER_POOLS') return `authorization type ${method.authorizationType}`;
  return undefined;
}
