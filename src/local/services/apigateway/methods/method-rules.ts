/** API Gateway's checks of a method, for every operation that writes it. */
import type { ApiDefinition, Method } from '../../../state/apis/model.ts';
import { checkMethodAuthorizer } from '../authorizers/authorizer-rules.ts';
import { badRequest } from '../errors.ts';
import { checkMethodParameters } from '../mapping-expressions.ts';
import { entryOf } from '../members.ts';

const HTTP_METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY'];
const AUTHORIZATION_TYPES: readonly string[] = ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS'];

export function checkHttpMethod(httpMethod: string): void {
  if (HTTP_METHODS.includes(httpMethod)) return;
  throw badRequest(`Invalid HttpMethod specified. Valid options are ${HTTP_METHODS.join(',')}`);
}

/**
 * Returns the service's own spelling. AWS accepts any case (`none`, `None`), as LocalStack's tests show, which were run
 * on AWS.
 */
export function checkedAuthorizationType(given: string): Method['authorizationType'] {
  const type = given.toUpperCase();
  if (!AUTHORIZATION_TYPES.includes(type)) {
    throw badRequest(`Invalid authorization type specified. Valid options are ${AUTHORIZATION_TYPES.join(', ')}`);
  }
  return type as Method['authorizationType'];
}

export function checkMethod(definition: ApiDefinition, method: Method): void {
  checkHttpMethod(method.httpMethod);
  checkMethodAuthorizer(definition, method);
  if (method.requestValidatorId !== undefined && !entryOf(definition.requestValidators, method.requestValidatorId)) {
    throw badRequest('Invalid Request Validator identifier specified');
  }
  checkModels(definition, method.requestModels);
  checkMethodParameters(method.requestParameters);
}

/** Checks that every model of a content type → name map exists. */
export function checkModels(definition: ApiDefinition, models: Record<string, string> | undefined): void {
  for (const name of Object.values(models ?? {})) {
    if (!entryOf(definition.models, name)) throw badRequest(`Invalid model identifier specified: ${name}`);
  }
}
