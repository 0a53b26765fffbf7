/**
 * Runs the authorizers. API Gateway calls the function itself before it accepts a request: an authorizer of
 * src/authorizers/ identifies the caller, and this module turns the result into the policy that API Gateway needs.
 *
 * The policy allows (or denies) every operation of the stage, because API Gateway also caches it for other operations.
 * Scopes, which are checked here, and the operations themselves decide what a caller may do.
 */

/** The request that an authorizer decides about. */
export interface AuthorizerRequest {
  /** The name of the security scheme in openapi.yaml. */
  scheme: string;
  /** The Authorization header as the client sent it; empty if there is none. */
  token: string;
  method: string;
  /** The path of the request: `/items/17`. */
  path: string;
  /** The headers by lower-case name. For the type `token`, API Gateway passes only the token. */
  headers: Record<string, string | undefined>;
  query: Record<string, string | undefined>;
  /** The source address; empty for the type `token`. */
  sourceIp: string;
}

export interface Identity {
  principalId: string;
  /** Values for the operations, in `request.caller`. They arrive as text. */
  context?: Record<string, string | number | boolean>;
}

/** `unauthorized` is a 401: the caller is unknown. `denied` is a 403: the caller is known, but has no permission. */
export type AuthorizerResult = Identity | 'unauthorized' | 'denied';

/** Any error that it throws is a 500, because the caller is not at fault. */
export type Authorizer = (request: AuthorizerRequest) => Promise<AuthorizerResult>;

/** The callers that an operation allows. src/generated/ has it from openapi.yaml. */
export interface Access {
  key: boolean;
  authorizer?: { scheme: string; kind: 'iam' | 'cognito' | 'token' | 'request'; scopes: readonly string[] };
}

/** The part of an operation that authorizers need. */
export interface AuthorizedRoute {
  /** In upper case; `ANY` for all methods. */
  method: string;
  /** The path template: `/items/{id}`. */
  path: string;
  access: Access;
}

/** The event of an authorizer (the used part of aws-lambda's APIGatewayAuthorizerEvent). */
export interface AuthorizerEvent {
  type: 'TOKEN' | 'REQUEST';
  methodArn: string;
  authorizationToken?: string;
  httpMethod?: string;
  /** The path template. */
  resource?: string;
  path?: string;
  headers?: Record<string, string | undefined> | null;
  queryStringParameters?: Record<string, string | undefined> | null;
  requestContext?: { identity?: { sourceIp?: string } };
}

export interface AuthorizerAnswer {
  principalId: string;
  policyDocument: {
    Version: '2012-10-17';
    Statement: [{ Action: 'execute-api:Invoke'; Effect: 'Allow' | 'Deny'; Resource: string }];
  };
  context?: Record<string, string | number | boolean>;
}

/** Tells an event for an authorizer from a request. */
export function isAuthorizerEvent(event: object): event is AuthorizerEvent {
  const { type, methodArn } = event as Partial<AuthorizerEvent>;
  return (type === 'TOKEN' || type === 'REQUEST') && typeof methodArn === 'string';
}

/** Calls the authorizer that the event is for. */
export async function answerAuthorizer(
  event: AuthorizerEvent,
  routes: readonly AuthorizedRoute[],
  authorizers: Readonly<Record<string, Authorizer>>,
): Promise<AuthorizerAnswer> {
  const scheme = schemeOf(event, routes);
  const authorizer = scheme !== undefined && Object.hasOwn(authorizers, scheme) ? authorizers[scheme] : undefined;
  if (scheme === undefined || !authorizer) throw new Error(`There is no authorizer for ${event.methodArn}.`);
  return toAuthorizerAnswer(event.methodArn, await authorizer(toAuthorizerRequest(scheme, event)));
}

/**
 * Returns the response that API Gateway expects. Only an error with exactly this text leads to a 401; any other error
 * leads to a 500.
 */
export function toAuthorizerAnswer(methodArn: string, result: AuthorizerResult): AuthorizerAnswer {
  if (result === 'unauthorized') throw new Error('Unauthorized');
  const { principalId, context } = result === 'denied' ? { principalId: 'denied' } : result;
  const [api = '', stage = ''] = methodArn.split('/');
  const Effect = result === 'denied' ? 'Deny' : 'Allow';
  return {
    principalId,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect, Resource: `${api}/${stage}/*/*` }],
    },
    ...(context && { context }),
  };
}

/**
 * Finds the security scheme of an event, which API Gateway does not name. A REQUEST event has the operation's path
 * template. A TOKEN event has nothing that is trustworthy, so a contract has at most one scheme of that type.
 */
function schemeOf(event: AuthorizerEvent, routes: readonly AuthorizedRoute[]): string | undefined {
  const kind = event.type === 'TOKEN' ? 'token' : 'request';
  const candidates = routes.filter(({ access }) => access.authorizer?.kind === kind);
  const schemes = new Set(candidates.map(({ access }) => access.authorizer?.scheme));
  if (schemes.size === 1) return [...schemes][0];
  const here = event.type === 'REQUEST' ? candidates.filter(({ path }) => path === event.resource) : [];
  const route = here.find(({ method }) => method === event.httpMethod) ?? here.find(({ method }) => method === 'ANY');
  return route?.access.authorizer?.scheme;
}

function toAuthorizerRequest(scheme: string, event: AuthorizerEvent): AuthorizerRequest {
  const [, , method = '', ...segments] = event.methodArn.split('/');
  const headers = Object.fromEntries(
    Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    scheme,
    token: event.authorizationToken ?? headers.authorization ?? '',
    method: event.httpMethod ?? method,
    path: event.path ?? `/${segments.join('/')}`,
    headers,
    query: event.queryStringParameters ?? {},
    sourceIp: event.requestContext?.identity?.sourceIp ?? '',
  };
}
