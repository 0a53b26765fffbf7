/** The event of a Lambda proxy integration, payload version 1 (recorded: test_lambda_aws_proxy_integration). */
import { isBinary, mediaTypeOf } from '../http/media-type.ts';
import { headerValue } from '../http/request-headers.ts';
import type { AuthorizationFacts, Invocation, RouteFacts, StageFacts } from '../invocation.ts';
import { queryOf } from '../query-of.ts';
import { domainName, sourceIp } from '../values/context-variables.ts';
import { requestTime } from '../values/request-time.ts';

/** Never reach the function. */
const DROPPED = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
  // Written anew below.
  'x-amzn-trace-id',
  'x-forwarded-for',
  'x-forwarded-port',
  'x-forwarded-proto',
]);

/** Capitalised whatever the client wrote. */
const RECASED: Readonly<Record<string, string>> = {
  authorization: 'Authorization',
  host: 'Host',
  'user-agent': 'User-Agent',
};

/** The event as JSON. Empty maps and an empty body are null. */
export function proxyEvent(invocation: Invocation, stage: StageFacts, route: RouteFacts): string {
  const { single: headers, multi: multiValueHeaders } = eventHeaders(invocation);
  const query = queryOf(invocation);
  const { body } = invocation;
  const binary = isBinary(
    mediaTypeOf(headerValue(invocation.headers, 'content-type')),
    stage.deployment.binaryMediaTypes,
  );
  return JSON.stringify({
    resource: route.method.resourcePath,
    path: invocation.path,
    httpMethod: invocation.httpMethod,
    headers,
    multiValueHeaders,
    queryStringParameters: query.isEmpty ? null : query.single,
    multiValueQueryStringParameters: query.isEmpty ? null : query.multi,
    pathParameters: nullIfEmpty(route.pathParameters),
    stageVariables: nullIfEmpty(stage.variables),
    requestContext: requestContext(invocation, stage, route),
    body: body.length === 0 ? null : body.toString(binary ? 'base64' : 'utf8'),
    isBase64Encoded: binary && body.length > 0,
  });
}

function requestContext(invocation: Invocation, stage: StageFacts, route: RouteFacts) {
  const { method } = route;
  const { key, authorization } = invocation;
  const caller = authorization?.caller;
  return {
    resourceId: method.resourceId,
    resourcePath: method.resourcePath,
    ...(method.operationName !== undefined && { operationName: method.operationName }),
    httpMethod: invocation.httpMethod,
    ...(authorization && authorizerOf(authorization)),
    extendedRequestId: invocation.extendedRequestId,
    requestTime: requestTime(invocation.startedAt),
    path: `/${invocation.stageName}${invocation.path}`,
    accountId: stage.scope.account,
    protocol: `HTTP/${invocation.http.httpVersion}`,
    stage: invocation.stageName,
    domainPrefix: invocation.target.apiId,
    requestTimeEpoch: invocation.startedAt,
    requestId: invocation.requestId,
    identity: {
      cognitoIdentityPoolId: null,
      cognitoIdentityId: null,
      ...(method.apiKeyRequired && key && { apiKey: key.value, apiKeyId: key.id }),
      principalOrgId: null,
      cognitoAuthenticationType: null,
      userArn: caller?.userArn ?? null,
      userAgent: headerValue(invocation.headers, 'user-agent') ?? null,
      accountId: caller?.accountId ?? null,
      caller: caller?.userId ?? null,
      sourceIp: sourceIp(invocation),
      accessKey: caller?.accessKey ?? null,
      cognitoAuthenticationProvider: null,
      user: caller?.userId ?? null,
    },
    domainName: domainName(invocation),
    deploymentId: stage.deployment.id,
    apiId: invocation.target.apiId,
    ...(stage.isCanary !== undefined && { isCanaryRequest: stage.isCanary }),
  };
}

/** Nothing for signed calls: their caller is in `identity`. */
function authorizerOf({ principalId, context, claims, latency }: AuthorizationFacts): { authorizer?: object } {
  if (claims) return { authorizer: { claims } };
  if (principalId === undefined) return {};
  return { authorizer: { ...context, principalId, integrationLatency: latency ?? 0 } };
}

function eventHeaders(invocation: Invocation) {
  const single: Record<string, string> = Object.create(null);
  const multi: Record<string, readonly string[]> = Object.create(null);
  const set = (name: string, values: readonly string[]) => {
    single[name] = values.at(-1)!;
    multi[name] = values;
  };
  for (const [key, { name, values }] of invocation.headers) {
    if (!DROPPED.has(key)) set(RECASED[key] ?? name, values);
  }
  const forwarded = headerValue(invocation.headers, 'x-forwarded-for');
  set('X-Amzn-Trace-Id', [invocation.trace.inEvent]);
  set('X-Forwarded-For', [forwarded === undefined ? sourceIp(invocation) : `${forwarded}, ${sourceIp(invocation)}`]);
  set('X-Forwarded-Port', [String(invocation.http.socket.localPort)]);
  set('X-Forwarded-Proto', ['http']);
  return { single, multi };
}

function nullIfEmpty<T extends object>(map: T): T | null {
  for (const _ in map) return map;
  return null;
}
