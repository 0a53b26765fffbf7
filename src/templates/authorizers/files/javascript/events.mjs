/**
 * Runs the authorizers. API Gateway calls the function itself before it accepts a request: an authorizer of
 * src/authorizers/ identifies the caller, and this module turns the result into the policy that API Gateway needs.
 *
 * The policy allows (or denies) every operation of the stage, because API Gateway also caches it for other operations.
 * Scopes, which are checked here, and the operations themselves decide what a caller may do.
 */

/** Tells an event for an authorizer from a request. */
export function isAuthorizerEvent(event) {
  const { type, methodArn } = event;
  return (type === 'TOKEN' || type === 'REQUEST') && typeof methodArn === 'string';
}

/** Calls the authorizer that the event is for. */
export async function answerAuthorizer(event, routes, authorizers) {
  const scheme = schemeOf(event, routes);
  const authorizer = scheme !== undefined && Object.hasOwn(authorizers, scheme) ? authorizers[scheme] : undefined;
  if (scheme === undefined || !authorizer) throw new Error(`There is no authorizer for ${event.methodArn}.`);
  return toAuthorizerAnswer(event.methodArn, await authorizer(toAuthorizerRequest(scheme, event)));
}

/**
 * Returns the response that API Gateway expects. Only an error with exactly this text leads to a 401; any other error
 * leads to a 500.
 */
export function toAuthorizerAnswer(methodArn, result) {
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
function schemeOf(event, routes) {
  const kind = event.type === 'TOKEN' ? 'token' : 'request';
  const candidates = routes.filter(({ access }) => access.authorizer?.kind === kind);
  const schemes = new Set(candidates.map(({ access }) => access.authorizer?.scheme));
  if (schemes.size === 1) return [...schemes][0];
  const here = event.type === 'REQUEST' ? candidates.filter(({ path }) => path === event.resource) : [];
  const route = here.find(({ method }) => method === event.httpMethod) ?? here.find(({ method }) => method === 'ANY');
  return route?.access.authorizer?.scheme;
}

function toAuthorizerRequest(scheme, event) {
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
