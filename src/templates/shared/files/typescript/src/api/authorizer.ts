/**
 * Who may call. API Gateway asks the function itself, before it lets a request through: an authorizer of src/authorizers/
 * says who calls, and here its answer becomes the policy that API Gateway wants.
 *
 * The policy allows (or denies) every operation of the stage, because API Gateway keeps it for other operations too: what one
 * caller may do and another may not is decided by scopes, here, and by the operations.
 */

/** What an authorizer is asked about. */
export interface AuthorizerRequest {
  /** The name of the security scheme in openapi.yaml. */
  scheme: string;
  /** The Authorization header, as it was sent; empty where there is none. */
  token: string;
  method: string;
  /** As it was called: `/items/17`. */
  path: string;
  /** By lower-case name. Of type `token`, API Gateway tells nothing but the token. */
  headers: Record<string, string | undefined>;
  query: Record<string, string | undefined>;
  /** The address that called; empty where it is not told (type `token`). */
  sourceIp: string;
}

export interface Identity {
  principalId: string;
  /** What the operations are told about the caller, in `request.caller`; it reaches them as text. */
  context?: Record<string, string | number | boolean>;
}

/** `unauthorized` is a 401: nobody knows who calls. `denied` is a 403: it is known, and may not. */
export type AuthorizerResult = Identity | 'unauthorized' | 'denied';

/** Whatever it throws is a 500: the caller cannot help it. */
export type Authorizer = (request: AuthorizerRequest) => Promise<AuthorizerResult>;

/** Who may call an operation, as src/generated/ has it from openapi.yaml. */
export interface Access {
  key: boolean;
  authorizer?: { scheme: string; kind: 'iam' | 'cognito' | 'token' | 'request'; scopes: readonly string[] };
}

/** An operation as far as authorizers are concerned. */
export interface AuthorizedRoute {
  /** Upper case; `ANY` for all. */
  method: string;
  /** The template: `/items/{id}`. */
  path: string;
  access: Access;
}

/** The event of an authorizer (aws-lambda's APIGatewayAuthorizerEvent, as far as it is used). */
export interface AuthorizerEvent {
  type: 'TOKEN' | 'REQUEST';
  methodArn: string;
  authorizationToken?: string;
  httpMethod?: string;
  /** The template of the path. */
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

/** Tells what an authorizer is asked from a request. */
export function isAuthorizerEvent(event: object): event is AuthorizerEvent {
  const { type, methodArn } = event as Partial<AuthorizerEvent>;
  return (type === 'TOKEN' || type === 'REQUEST') && typeof methodArn === 'string';
}

/** Asks the authorizer that the event is for. */
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
 * The answer that API Gateway understands. Exactly this error, and no other text, is what makes it answer 401; any other
 * error makes a 500.
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
 * Which security scheme an event is about: API Gateway does not say. A REQUEST event has the operation's path template. A
 * TOKEN event has nothing that can be trusted, so a contract has one scheme of that type at most.
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
