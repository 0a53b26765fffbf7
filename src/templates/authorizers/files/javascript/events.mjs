/**
 * Who may call. API Gateway asks the function itself, before it lets a request through: an authorizer of src/authorizers/
 * says who calls, and here its answer becomes the policy that API Gateway wants.
 *
 * The policy allows (or denies) every operation of the stage, because API Gateway keeps it for other operations too: what one
 * caller may do and another may not is decided by scopes, here, and by the operations.
 */

/** Tells what an authorizer is asked from a request. */
export function isAuthorizerEvent(event) {
  const { type, methodArn } = event;
  return (type === 'TOKEN' || type === 'REQUEST') && typeof methodArn === 'string';
}

/** Asks the authorizer that the event is for. */
export async function answerAuthorizer(event, routes, authorizers) {
  const scheme = schemeOf(event, routes);
  const authorizer = scheme !== undefined && Object.hasOwn(authorizers, scheme) ? authorizers[scheme] : undefined;
  if (scheme === undefined || !authorizer) throw new Error(`There is no authorizer for ${event.methodArn}.`);
  return toAuthorizerAnswer(event.methodArn, await authorizer(toAuthorizerRequest(scheme, event)));
}

/**
 * The answer that API Gateway understands. Exactly this error, and no other text, is what makes it answer 401; any other
 * error makes a 500.
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
 * Which security scheme an event is about: API Gateway does not say. A REQUEST event has the operation's path template. A
 * TOKEN event has nothing that can be trusted, so a contract has one scheme of that type at most.
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
