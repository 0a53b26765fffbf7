/** Compiles the authorization of a route. */
import type { HttpDefinition, HttpRoute } from '../../../state/http-apis/model.ts';
import type { AuthorizeHttp } from '../http-invocation.ts';
import { authorizeHttpIam } from './iam-http-authorizer.ts';
import { compileJwtAuthorizer } from './jwt-authorizer.ts';
import { compileHttpLambdaAuthorizer } from './lambda-authorizer.ts';

/** Returns `undefined` for a route that everybody may call. */
export function compileHttpAuthorizer({ authorizers }: HttpDefinition, route: HttpRoute): AuthorizeHttp | undefined {
  if (route.AuthorizationType === 'NONE') return undefined;
  if (route.AuthorizationType === 'AWS_IAM') return authorizeHttpIam;
  const authorizer = authorizers[route.AuthorizerId ?? ''];
  if (!authorizer) throw new Error(`The route ${route.RouteKey} has no authorizer`);
  return authorizer.AuthorizerType === 'JWT'
    ? compileJwtAuthorizer(authorizer, route)
    : compileHttpLambdaAuthorizer(authorizer);
}
