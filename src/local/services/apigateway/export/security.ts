/** Converts authorizers and key requirements to security schemes, and those of a method to its `security`. */
import type { ApiDefinition, Authorizer, Method } from '../../../state/apis/model.ts';
import { compact } from '../members.ts';

const API_KEY = 'api_key';
const SIGNATURE = 'sigv4';

type Schemes = Record<string, Record<string, unknown>>;

/** Returns every authorizer and the schemes that the methods use; their extensions only on request. */
export function exportSchemes(definition: ApiDefinition, withExtensions: boolean): Schemes {
  const methods = Object.values(definition.resources).flatMap(({ resourceMethods = {} }) =>
    Object.values(resourceMethods),
  );
  const schemes: Schemes = {};
  if (methods.some((method) => method.apiKeyRequired)) schemes[API_KEY] = apiKey('x-api-key');
  if (methods.some((method) => method.authorizationType === 'AWS_IAM')) {
    schemes[SIGNATURE] = {
      ...apiKey('Authorization'),
      ...(withExtensions && { 'x-amazon-apigateway-authtype': 'awsSigv4' }),
    };
  }
  for (const authorizer of Object.values(definition.authorizers)) {
    schemes[authorizer.name] = {
      ...apiKey(headerOf(authorizer)),
      ...(withExtensions && authorizerExtensions(authorizer)),
    };
  }
  return schemes;
}

export function exportSecurity(definition: ApiDefinition, method: Method): Record<string, string[]>[] | undefined {
  const authorizer = method.authorizerId === undefined ? undefined : definition.authorizers[method.authorizerId];
  const security: Record<string, string[]>[] = [
    ...(authorizer ? [{ [authorizer.name]: method.authorizationScopes ?? [] }] : []),
    ...(method.authorizationType === 'AWS_IAM' ? [{ [SIGNATURE]: [] }] : []),
    ...(method.apiKeyRequired ? [{ [API_KEY]: [] }] : []),
  ];
  return security.length > 0 ? security : undefined;
}

const apiKey = (name: string) => ({ type: 'apiKey', name, in: 'header' });

/** The header of the token. Request authorizers read several sources and name none here. */
const headerOf = ({ identitySource = '' }: Authorizer): string =>
  /^method\.request\.header\.([^,\s]+)$/.exec(identitySource)?.[1] ?? 'Unused';

function authorizerExtensions({
  id: _,
  name: _name,
  authType,
  type,
  ...settings
}: Authorizer): Record<string, unknown> {
  return compact({
    'x-amazon-apigateway-authtype': authType,
    'x-amazon-apigateway-authorizer': { type: type.toLowerCase(), ...settings },
  });
}
