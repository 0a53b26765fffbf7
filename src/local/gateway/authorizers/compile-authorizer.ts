/** Compiles the authorization of a method into the function that carries it out. */
import type { ApiDefinition, Method } from '../../state/apis/model.ts';
import { configurationError } from '../gateway-error.ts';
import type { Authorize } from '../invocation.ts';
import { compileCognitoAuthorizer } from './cognito-authorizer.ts';
import { authorizeIam } from './iam-authorizer.ts';
import { compileLambdaAuthorizer } from './lambda-authorizer.ts';

/** Returns `undefined` for methods without authorization. */
export function compileAuthorizer(authorizers: ApiDefinition['authorizers'], method: Method): Authorize | undefined {
  if (method.authorizationType === 'AWS_IAM') return authorizeIam;
  if (method.authorizationType === 'NONE') return undefined;
  const authorizer = authorizers[method.authorizerId ?? ''];
  if (authorizer === undefined) {
    return () => {
      throw configurationError('the authorizer of the method is not in the deployment');
    };
  }
  return authorizer.type === 'COGNITO_USER_POOLS'
    ? compileCognitoAuthorizer(authorizer, method)
    : compileLambdaAuthorizer(authorizer);
}
