/**
 * The part of a function that stands in for a REST API, if the stage has a function URL or an HTTP API. It finds the
 * operation of a request, makes the checks that a REST API makes, and passes the handler the event of a REST API, so
 * that no handler has to change. A handler for events of version 2.0 gets the event as it came. The bundler puts the
 * module around the user's handler. It has no imports.
 */

/**
 * @param own the user's handler
 * @param door the data of src/bundle/front-door/door.ts
 * @param checks the routes of the generated contract, with their checks of bodies
 */
export function frontDoor(own, door, checks) {
  if (typeof own !== 'function') throw new TypeError('The handler is not a function.');
  const routes = door.routes.map((route) => ({ ...route, segments: route.path.split('/').slice(1) }));
  return async (event, context) => {
    const http = event?.version === '2.0' ? event.requestContext?.http : undefined;
    if (isAuthorizerEvent(event)) return withPrincipal(await call(own, asOfRestApi(event), context));
    // The call does not come from the front door.
    if (!http) return await call(own, event, context);
    const request = readRequest(event, http, door);
    const answer = refusal(request, routes, door, checks);
    if (answer) return answer;
    const result = await call(own, request.event, context);
    return door.payload === '2.0' ? result : toResponse(result);
  };
}

const isAuthorizerEvent = (event) => event?.type === 'REQUEST' && typeof event.methodArn === 'string';

/** An HTTP API has the stage in the path, and a member with the token that a REST API does not have. */
function asOfRestApi({ authorizationToken: _, ...event }) {
  return { ...event, path: withoutStage(event.path ?? '', event.requestContext?.stage) };
}

function withoutStage(path, stage) {
  return stage !== '$default' && path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : path;
}

/** An HTTP API passes the function the context of an authorizer's answer, and not its principal. */
function withPrincipal(answer) {
  const { principalId, context } = answer ?? {};
  return principalId === undefined ? answer : { ...answer, context: { ...context, principalId: String(principalId) } };
}

/** A handler may call back, with any runtime. */
function call(own, event, context) {
  if (own.length < 3) return own(event, context);
  return new Promise((resolve, reject) => {
    const result = own(event, context, (error, value) => (error ? reject(error) : resolve(value)));
    if (typeof result?.then === 'function') result.then(resolve, reject);
  });
}

function readRequest(event, http, door) {
  const path = withoutStage(event.rawPath, event.requestContext.stage);
  const headers = { ...event.headers };
  if (event.cookies) headers.cookie = event.cookies.join('; ');
  const body =
    event.body === undefined ? Buffer.alloc(0) : Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  return {
    raw: event,
    method: http.method,
    path,
    headers,
    query: readQuery(event.rawQueryString ?? ''),
    body,
    http,
    door,
  };
}

/** Returns the response of the front door itself, or sets `request.event`. */
function refusal(request, routes, door, checks) {
  const { method, path, headers } = request;
  const found = chosenRoute(routes, request.raw) ?? find(routes, method, path);
  if (!found) {
    const siblings = routes.filter(({ segments }) => match(segments, path));
    if (method === 'OPTIONS' && siblings.length > 0 && door.cors) return preflight(siblings, headers.origin, door.cors);
    return refused(request, 404, 'NOT_FOUND', 'There is nothing here.');
  }
  const { route, parameters } = found;
  if (route.iam && !request.raw.requestContext.authorizer?.iam) {
    return refused(request, 403, 'ACCESS_DENIED', 'These credentials do not allow the request.');
  }
  const missing = route.required.filter(
    ({ in: place, name }) =>
      // A blank value counts as missing.
      !(place === 'query' ? request.query.get(name)?.at(-1) : headers[name.toLowerCase()])?.trim(),
  );
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(', ');
    return refused(request, 400, 'BAD_REQUEST_PARAMETERS', `Missing required request parameters: [${names}]`);
  }
  const fault = bodyFault(request, route, checks);
  if (fault !== undefined) {
    const message = 'The body is not as the contract says; x-validation-error tells why.';
    return refused(request, 400, 'BAD_REQUEST_BODY', message, { 'x-validation-error': fault });
  }
  request.event = door.payload === '2.0' ? routed(request, route, parameters) : toEvent(request, route, parameters);
  return undefined;
}

/**
 * An HTTP API has chosen the route, and decoded the parameters. A REST API passes them encoded. Its default route has
 * the requests that no other route takes.
 */
function chosenRoute(routes, { routeKey, pathParameters = {} }) {
  const route = routes.find((each) => `${each.method} ${each.path}` === routeKey);
  if (!route) return undefined;
  const encoded = (value) =>
    value
      .split('/')
      .map(encodeURIComponent)
      .join(isGreedy(route) ? '/' : '%2F');
  return {
    route,
    parameters: Object.fromEntries(Object.entries(pathParameters).map(([name, value]) => [name, encoded(value)])),
  };
}

const isGreedy = ({ segments }) => segments.at(-1).endsWith('+}');

/** A literal segment wins over a variable one, and a variable one over `{proxy+}`. */
function find(routes, method, path) {
  const candidates = routes
    .filter((route) => route.method === method || route.method === 'ANY')
    .flatMap((route) => {
      const parameters = match(route.segments, path);
      return parameters ? [{ route, parameters }] : [];
    });
  // A route with an authorizer serves only requests for which the gateway has chosen it.
  return candidates.filter(({ route }) => !route.guarded).sort((a, b) => rank(a.route).localeCompare(rank(b.route)))[0];
}

const rank = ({ segments, method }) =>
  segments.map((segment) => (segment.endsWith('+}') ? '2' : segment.startsWith('{') ? '1' : '0')).join('') +
  (method === 'ANY' ? '1' : '0');

function match(segments, path) {
  const parts = (path.length > 1 ? path.replace(/\/$/, '') : path).split('/').slice(1);
  const parameters = {};
  for (const [index, segment] of segments.entries()) {
    const name = /^\{(.+?)\+?\}$/.exec(segment)?.[1];
    if (segment.endsWith('+}')) {
      if (parts.length <= index) return undefined;
      parameters[name] = parts.slice(index).join('/');
      return parameters;
    }
    const part = parts[index];
    if (part === undefined || (name !== undefined ? part === '' : decoded(part) !== segment)) return undefined;
    if (name !== undefined) parameters[name] = part;
  }
  return parts.length === segments.length ? parameters : undefined;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The values by name, as a REST API decodes them. */
function readQuery(text) {
  const values = new Map();
  for (const pair of text.split('&').filter(Boolean)) {
    const at = pair.indexOf('=');
    const name = decoded((at < 0 ? pair : pair.slice(0, at)).replaceAll('+', ' '));
    const value = at < 0 ? '' : decoded(pair.slice(at + 1).replaceAll('+', ' '));
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return values;
}

/** Says why a required JSON body does not match its schema. A body of another media type is not checked. */
function bodyFault({ headers, body }, route, checks) {
  if (!route.checksBody) return undefined;
  const media = (headers['content-type'] ?? 'application/json').toLowerCase().split(';')[0].trim();
  if (!/^application\/([^/]+\+)?json$/.test(media)) return undefined;
  const check = checks[`${route.method} ${route.path}`]?.body?.media[media];
  if (!check) return undefined;
  try {
    const checked = check(JSON.parse(body.toString('utf8')));
    if (checked.ok) return undefined;
    return checked.details
      .map(({ path, message }) => `${path} ${message}`.trim())
      .join('; ')
      .replace(/[^\x20-\x7e]/g, '?');
  } catch {
    return 'The body is not valid JSON.';
  }
}

/** A function URL names no route. The handler gets the members that an HTTP API would add. */
function routed({ raw }, route, parameters) {
  const routeKey = `${route.method} ${route.path}`;
  if (raw.routeKey === routeKey) return raw;
  const pathParameters = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, decoded(value)]));
  return {
    ...raw,
    routeKey,
    ...(Object.keys(parameters).length > 0 && { pathParameters }),
    requestContext: { ...raw.requestContext, routeKey },
  };
}

function toEvent(request, route, parameters) {
  const { raw, method, path, headers, query, body, http, door } = request;
  const { requestContext } = raw;
  const media = (headers['content-type'] ?? '').toLowerCase().split(';')[0].trim();
  const binary =
    body.length > 0 &&
    door.binaryMediaTypes.some(
      (type) => type === '*/*' || type === media || (type.endsWith('/*') && media.startsWith(type.slice(0, -1))),
    );
  const multi = Object.fromEntries(query);
  return {
    resource: route.path,
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters:
      query.size === 0 ? null : Object.fromEntries([...query].map(([name, all]) => [name, all.at(-1)])),
    multiValueQueryStringParameters: query.size === 0 ? null : multi,
    pathParameters: Object.keys(parameters).length === 0 ? null : parameters,
    stageVariables: raw.stageVariables ?? null,
    requestContext: {
      accountId: requestContext.accountId,
      apiId: requestContext.apiId,
      ...authorizerOf(requestContext.authorizer),
      domainName: requestContext.domainName,
      domainPrefix: requestContext.domainPrefix,
      httpMethod: method,
      identity: identityOf(requestContext, http),
      path: raw.rawPath,
      protocol: http.protocol,
      requestId: requestContext.requestId,
      requestTime: requestContext.time,
      requestTimeEpoch: requestContext.timeEpoch,
      resourcePath: route.path,
      stage: requestContext.stage,
    },
    body: body.length === 0 ? null : body.toString(binary ? 'base64' : 'utf8'),
    isBase64Encoded: binary,
  };
}

/**
 * A REST API has the claims of a token in `claims`, and the context of an authorizer beside its principal. In place of
 * the project's code, an HTTP API checks tokens itself, so their subject is the principal.
 */
function authorizerOf(authorizer) {
  if (authorizer?.jwt) {
    const claims = Object.fromEntries(
      Object.entries(authorizer.jwt.claims ?? {}).map(([name, value]) => [name, claimText(name, String(value))]),
    );
    return { authorizer: { ...(claims.sub !== undefined && { principalId: claims.sub }), claims } };
  }
  if (!authorizer?.lambda) return {};
  return {
    authorizer: Object.fromEntries(Object.entries(authorizer.lambda).map(([name, value]) => [name, String(value)])),
  };
}

/** An HTTP API writes the list of groups as `[a b]`, and a REST API as `a,b`. Names of groups have no spaces. */
const claimText = (name, text) =>
  name === 'cognito:groups' ? text.replace(/^\[|\]$/g, '').replaceAll(' ', ',') : text;

/** Only a domain with mutual TLS has the certificate of the client. */
function identityOf({ authorizer, authentication }, http) {
  const iam = authorizer?.iam;
  const clientCert = authentication?.clientCert;
  return {
    accessKey: iam?.accessKey ?? null,
    accountId: iam?.accountId ?? null,
    caller: iam?.callerId ?? null,
    ...(clientCert && { clientCert }),
    sourceIp: http.sourceIp,
    user: iam?.userId ?? null,
    userAgent: http.userAgent ?? null,
    userArn: iam?.userArn ?? null,
  };
}

/** The response of payload version 2.0 has cookies of their own, and one value for each other header. */
function toResponse(result) {
  if (result === null || typeof result !== 'object') {
    throw new Error('The handler returned no response: it must return { statusCode, headers, body }.');
  }
  const headers = {};
  const cookies = [];
  const add = (name, value) => {
    if (name.toLowerCase() === 'set-cookie') cookies.push(String(value));
    else headers[name] = name in headers ? `${headers[name]}, ${value}` : String(value);
  };
  for (const [name, values] of Object.entries(result.multiValueHeaders ?? {}))
    for (const each of values) add(name, each);
  const own = Object.entries(result.headers ?? {}).filter(([name]) => !(name in (result.multiValueHeaders ?? {})));
  for (const [name, value] of own) add(name, value);
  return {
    statusCode: Number(result.statusCode ?? 200),
    headers,
    ...(cookies.length > 0 && { cookies }),
    body: result.body ?? '',
    isBase64Encoded: result.isBase64Encoded === true,
  };
}

/** The same responses as those of the REST API's definition (src/contract/compile/gateway-responses.ts). */
function refused({ raw, door: { cors } }, statusCode, code, message, more = {}) {
  const { requestId } = raw.requestContext;
  const headers = {
    'content-type': 'application/json',
    'x-correlation-id': requestId,
    'x-apikit-release': process.env.APIKIT_RELEASE ?? '',
    ...more,
    ...(cors && errorHeaders(cors, Object.keys(more))),
  };
  return { statusCode, headers, body: JSON.stringify({ code, message, details: [], requestId }) };
}

function errorHeaders({ origins, credentials, exposeHeaders }, own) {
  const exposed = [...exposeHeaders, ...own].join(',');
  return {
    'access-control-allow-origin': origins.length === 1 && !origins[0].endsWith(':*') ? origins[0] : '*',
    ...(exposed !== '' && { 'access-control-expose-headers': exposed }),
    ...(credentials && origins.length === 1 && { 'access-control-allow-credentials': 'true' }),
  };
}

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'];

function preflight(siblings, origin, { origins, credentials, allowHeaders, maxAge }) {
  const any = siblings.some(({ method }) => method === 'ANY');
  const methods = METHODS.filter((each) => any || each === 'OPTIONS' || siblings.some(({ method }) => method === each));
  const one = origins.length === 1 && !origins[0].endsWith(':*');
  const allowed = one ? origins[0] : origins.some((each) => isOrigin(each, origin ?? '')) ? origin : undefined;
  const headers = {
    ...(allowed !== undefined && { 'access-control-allow-origin': allowed }),
    ...(!one && { vary: 'Origin' }),
    ...(credentials && { 'access-control-allow-credentials': 'true' }),
    'access-control-allow-methods': methods.join(','),
    ...(allowHeaders.length > 0 && { 'access-control-allow-headers': allowHeaders.join(',') }),
    'access-control-max-age': String(maxAge),
  };
  return { statusCode: 204, headers, body: '' };
}

/** `http://localhost:*` is that host at any port. */
function isOrigin(allowed, origin) {
  if (!allowed.endsWith(':*')) return allowed === origin;
  const host = allowed.slice(0, -2);
  return origin === host || (origin.startsWith(`${host}:`) && /^\d+$/.test(origin.slice(host.length + 1)));
}
