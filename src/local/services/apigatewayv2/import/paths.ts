/** The paths of a document: a route for each operation, with its integration and its authorization. */
import type { HttpRoute } from '../../../state/http-apis/model.ts';
import { attempt } from '../../apigateway/import/faults.ts';
import { isObject, type Json, listIn, objectIn, textIn, textsIn } from '../../apigateway/import/json.ts';
import { badRequest } from '../errors.ts';
import { checkRoute } from '../routes/route-rules.ts';
import { importIntegration } from './integrations.ts';
import type { Target } from './target.ts';

const METHODS: Readonly<Record<string, string>> = {
  get: 'GET',
  put: 'PUT',
  post: 'POST',
  delete: 'DELETE',
  options: 'OPTIONS',
  head: 'HEAD',
  patch: 'PATCH',
  'x-amazon-apigateway-any-method': 'ANY',
};

/** Parts of an operation that HTTP APIs do not have: AWS ignores them, and says so in ImportInfo. */
const IGNORED = ['requestBody', 'x-amazon-apigateway-request-validator'];

export function importPaths(target: Target, prefix: string): void {
  const { document, info } = target;
  for (const name of ['x-amazon-apigateway-request-validators', 'x-amazon-apigateway-gateway-responses']) {
    if (document[name] !== undefined) info.add(`${name} is not supported for HTTP APIs, ignoring.`);
  }
  for (const [path, raw] of Object.entries(objectIn(document.paths))) {
    const item = objectIn(raw);
    for (const [name, method] of Object.entries(METHODS)) {
      if (item[name] === undefined) continue;
      const key = path === '/$default' ? '$default' : `${method} ${prefix}${path}`;
      const operation = objectIn(item[name]);
      attempt(target.faults, `Unable to create route '${key}'`, () => importRoute(target, key, operation));
    }
  }
}

function importRoute(target: Target, RouteKey: string, operation: Json): void {
  const { before, draft, faults, info } = target;
  for (const part of IGNORED) if (operation[part] !== undefined) info.add(`${part} is not supported, ignoring.`);
  const raw = operation['x-amazon-apigateway-integration'];
  if (raw === undefined) {
    faults.warnings.push(`No integration defined for route '${RouteKey}'`);
  }
  const IntegrationId = raw === undefined ? undefined : importIntegration(target, RouteKey, raw);
  const known = Object.values(before.routes).find((route) => route.RouteKey === RouteKey);
  const name = textIn(operation.operationId);
  const route: HttpRoute = {
    ApiKeyRequired: false,
    ...(name !== undefined && { OperationName: name }),
    ...authorizationOf(target, operation),
    RouteId: known?.RouteId ?? target.long(),
    RouteKey,
    ...(IntegrationId !== undefined && { Target: `integrations/${IntegrationId}` }),
  };
  checkRoute(draft, route);
  draft.routes[route.RouteId] = route;
}

/** The requirements of the operation replace those of the document. Throws BadRequestException for more than one. */
function authorizationOf(
  { document, authorizerIds, draft }: Target,
  operation: Json,
): Pick<HttpRoute, 'AuthorizationType' | 'AuthorizerId' | 'AuthorizationScopes'> {
  const schemes = objectIn(objectIn(document.components).securitySchemes);
  const asked = listIn(operation.security ?? document.security)
    .filter(isObject)
    .flatMap((one) => Object.entries(one));
  const [first, ...more] = asked;
  if (more.length > 0) throw badRequest('Each operation can have only one security requirement');
  if (first === undefined) return { AuthorizationType: 'NONE' };
  const [name, scopes] = first;
  const scheme = objectIn(schemes[name]);
  if (String(scheme['x-amazon-apigateway-authtype']).toLowerCase() === 'awssigv4')
    return { AuthorizationType: 'AWS_IAM' };
  const AuthorizerId = authorizerIds.get(name);
  if (AuthorizerId === undefined) throw badRequest(`The security scheme '${name}' has no valid authorizer`);
  if (draft.authorizers[AuthorizerId]!.AuthorizerType === 'REQUEST')
    return { AuthorizationType: 'CUSTOM', AuthorizerId };
  const wanted = textsIn(scopes) ?? [];
  return { AuthorizationType: 'JWT', AuthorizerId, ...(wanted.length > 0 && { AuthorizationScopes: wanted }) };
}
