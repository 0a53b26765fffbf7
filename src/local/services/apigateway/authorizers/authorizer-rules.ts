/** API Gateway's checks of an authorizer, for calls and imports. */
import type { ApiDefinition, Authorizer, Method } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import { looksLikeArn } from '../identifiers.ts';
import { entryOf } from '../members.ts';

const TYPES = ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS'];
const MAX_TTL_SECONDS = 3600;

export function checkedAuthorizer(authorizer: Authorizer): Authorizer {
  const { type, name, authorizerUri, providerARNs, identitySource, authorizerResultTtlInSeconds: ttl } = authorizer;
  if (!name) throw badRequest('Authorizer name must be non-empty');
  if (!TYPES.includes(type))
    throw badRequest(`Invalid authorizer type specified. Valid options are ${TYPES.join(',')}`);
  if (ttl !== undefined && !(Number.isInteger(ttl) && ttl >= 0 && ttl <= MAX_TTL_SECONDS)) {
    throw badRequest(`Authorizer result TTL must be between 0 and ${MAX_TTL_SECONDS} seconds`);
  }
  if (type === 'COGNITO_USER_POOLS') {
    if (!providerARNs?.length) throw badRequest('COGNITO_USER_POOLS authorizers require at least one provider ARN');
    if (!providerARNs.every(looksLikeArn)) throw badRequest('Invalid Cognito User Pool ARN specified');
    return authorizer;
  }
  if (!authorizerUri || !/^arn:aws[a-z-]*:apigateway:[^:]+:lambda:path\/.+\/invocations$/.test(authorizerUri)) {
    throw badRequest(
      `Invalid Authorizer URI: ${authorizerUri ?? 'null'}. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.`,
    );
  }
  if (type === 'TOKEN' && !identitySource) throw badRequest('Identity source is required for a TOKEN authorizer');
  return authorizer;
}

/** A method with an authorizer must name an authorizer of this API, of the kind that its authorization type needs. */
export function checkMethodAuthorizer(definition: ApiDefinition, method: Method): void {
  if (method.authorizationType !== 'CUSTOM' && method.authorizationType !== 'COGNITO_USER_POOLS') return;
  const authorizer = entryOf(definition.authorizers, method.authorizerId ?? '');
  const isCognito = authorizer?.type === 'COGNITO_USER_POOLS';
  if (!authorizer || isCognito !== (method.authorizationType === 'COGNITO_USER_POOLS')) {
    throw badRequest(
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
    );
  }
}
