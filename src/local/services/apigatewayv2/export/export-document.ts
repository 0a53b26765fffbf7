/** The OpenAPI document of an HTTP API, in the form that ImportApi reads. */
import type { Cors } from '../../../models/apigatewayv2.ts';
import type {
  HttpApi,
  HttpAuthorizer,
  HttpDefinition,
  HttpIntegration,
  HttpRoute,
} from '../../../state/http-apis/model.ts';

interface Exported {
  readonly definition: HttpDefinition;
  readonly cors: Cors | undefined;
  readonly stageName: string | undefined;
}

type Json = Record<string, unknown>;

/** The scheme of routes with AWS_IAM. */
const SIGNED = 'sigv4';

export function exportDocument(api: HttpApi, { definition, cors, stageName }: Exported, extensions: boolean): Json {
  const schemes = securitySchemes(definition, extensions);
  return {
    openapi: '3.0.1',
    info: {
      title: api.Name,
      ...(api.Description !== undefined && { description: api.Description }),
      version: api.Version ?? new Date(api.createdAt).toISOString().slice(0, 19).replace('T', ' '),
    },
    servers: [serverOf(api, stageName, extensions)],
    ...(extensions && { tags: Object.entries(api.Tags ?? {}).map(tagOf) }),
    paths: pathsOf(definition, extensions),
    ...(Object.keys(schemes).length > 0 && { components: { securitySchemes: schemes } }),
    ...(extensions && cors && { 'x-amazon-apigateway-cors': lowerFirstKeys(cors) }),
    ...(extensions && { 'x-amazon-apigateway-importexport-version': '1.0' }),
  };
}

function serverOf({ ApiEndpoint, DisableExecuteApiEndpoint }: HttpApi, stageName = '', extensions: boolean): Json {
  const basePath = stageName === '' || stageName === '$default' ? '' : `/${stageName}`;
  return {
    url: `${ApiEndpoint}/{basePath}`,
    variables: { basePath: { default: basePath } },
    ...(extensions &&
      DisableExecuteApiEndpoint && {
        'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true },
      }),
  };
}

const tagOf = ([name, value]: [string, string]): Json => ({ name, 'x-amazon-apigateway-tag-value': value });

function pathsOf(definition: HttpDefinition, extensions: boolean): Json {
  const paths: Record<string, Json> = {};
  for (const route of Object.values(definition.routes)) {
    const [method = '', path = '/$default'] = route.RouteKey.split(' ');
    const member = path === '/$default' || method === 'ANY' ? 'x-amazon-apigateway-any-method' : method.toLowerCase();
    paths[path] = { ...paths[path], [member]: operationOf(definition, route, extensions) };
  }
  return paths;
}

function operationOf(definition: HttpDefinition, route: HttpRoute, extensions: boolean): Json {
  const integration = definition.integrations[route.Target?.replace('integrations/', '') ?? ''];
  const variables = [...route.RouteKey.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name]) => name!);
  const security = securityOf(definition, route);
  return {
    ...(route.OperationName !== undefined && { operationId: route.OperationName }),
    ...(variables.length > 0 && { parameters: variables.map(parameterOf) }),
    responses: { default: { description: `Default response for ${route.RouteKey}` } },
    ...(security && { security: [security] }),
    ...(extensions && route.RouteKey === '$default' && { isDefaultRoute: true }),
    ...(extensions && integration && { 'x-amazon-apigateway-integration': integrationOf(integration) }),
  };
}

const parameterOf = (name: string): Json => ({
  name,
  in: 'path',
  description: `Generated path parameter for ${name}`,
  required: true,
  schema: { type: 'string' },
});

function securityOf({ authorizers }: HttpDefinition, route: HttpRoute): Json | undefined {
  if (route.AuthorizationType === 'AWS_IAM') return { [SIGNED]: [] };
  const authorizer = authorizers[route.AuthorizerId ?? ''];
  return authorizer && { [authorizer.Name]: route.AuthorizationScopes ?? [] };
}

function integrationOf(integration: HttpIntegration): Json {
  const { IntegrationType, IntegrationUri, IntegrationMethod, ...more } = integration;
  return {
    payloadFormatVersion: more.PayloadFormatVersion,
    type: IntegrationType.toLowerCase(),
    httpMethod: IntegrationMethod,
    uri: IntegrationUri,
    ...(more.CredentialsArn !== undefined && { credentials: more.CredentialsArn }),
    ...(more.RequestParameters && { requestParameters: more.RequestParameters }),
    ...(more.ResponseParameters && { responseParameters: more.ResponseParameters }),
    connectionType: more.ConnectionType,
    timeoutInMillis: more.TimeoutInMillis,
  };
}

function securitySchemes({ authorizers, routes }: HttpDefinition, extensions: boolean): Json {
  const isSigned = Object.values(routes).some(({ AuthorizationType }) => AuthorizationType === 'AWS_IAM');
  const place = { type: 'apiKey', name: 'Authorization', in: 'header' };
  return {
    ...Object.fromEntries(Object.values(authorizers).map((one) => [one.Name, schemeOf(one, extensions)])),
    ...(isSigned && { [SIGNED]: { ...place, ...(extensions && { 'x-amazon-apigateway-authtype': 'awsSigv4' }) } }),
  };
}

function schemeOf(authorizer: HttpAuthorizer, extensions: boolean): Json {
  const { AuthorizerType, IdentitySource, JwtConfiguration, ...more } = authorizer;
  const identitySource = IdentitySource.join(', ');
  if (AuthorizerType === 'JWT') {
    const jwtConfiguration = lowerFirstKeys(JwtConfiguration ?? {});
    const extension = { jwtConfiguration, identitySource, type: 'jwt' };
    return { type: 'oauth2', ...(extensions && { 'x-amazon-apigateway-authorizer': extension }) };
  }
  const header = /^\$request\.header\.(.+)$/.exec(IdentitySource[0] ?? '')?.[1];
  const extension = {
    type: 'request',
    ...(identitySource !== '' && { identitySource }),
    authorizerUri: more.AuthorizerUri,
    ...(more.AuthorizerCredentialsArn !== undefined && { authorizerCredentials: more.AuthorizerCredentialsArn }),
    authorizerPayloadFormatVersion: more.AuthorizerPayloadFormatVersion,
    authorizerResultTtlInSeconds: more.AuthorizerResultTtlInSeconds,
    enableSimpleResponses: more.EnableSimpleResponses,
  };
  const place = { type: 'apiKey', name: header ?? 'Authorization', in: 'header' };
  return { ...place, ...(extensions && { 'x-amazon-apigateway-authorizer': extension }) };
}

const lowerFirstKeys = (members: object): Json =>
  Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
