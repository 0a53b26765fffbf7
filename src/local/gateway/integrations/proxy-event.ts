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
const RECASED: ReadonlyMap<string, string> = new Map([
  ['authorization', 'Authorization'],
  ['host', 'Host'],
  ['user-agent', 'User-Agent'],
]);

/**
 * The event as JSON. Empty maps and an empty body are null. Written in pieces: it is most of what a call costs here, and
 * an object with the client's header names for keys is slow to make and slow to serialise.
 */
export function proxyEvent(invocation: Invocation, stage: StageFacts, route: RouteFacts): string {
  const headers = eventHeaders(invocation);
  const query = queryOf(invocation);
  const { body } = invocation;
  const binary = isBinary(
    mediaTypeOf(headerValue(invocation.headers, 'content-type')),
    stage.deployment.binaryMediaTypes,
  );
  const members = [
    `"resource":${JSON.stringify(route.method.resourcePath)}`,
    `"path":${JSON.stringify(invocation.path)}`,
    `"httpMethod":${JSON.stringify(invocation.httpMethod)}`,
    `"headers":{${headers.single}}`,
    `"multiValueHeaders":{${headers.multi}}`,
    `"queryStringParameters":${query.isEmpty ? 'null' : JSON.stringify(query.single)}`,
    `"multiValueQueryStringParameters":${query.isEmpty ? 'null' : JSON.stringify(query.multi)}`,
    `"pathParameters":${jsonOrNull(route.pathParameters)}`,
    `"stageVariables":${jsonOrNull(stage.variables)}`,
    `"requestContext":${JSON.stringify(requestContext(invocation, stage, route))}`,
    `"body":${body.length === 0 ? 'null' : JSON.stringify(body.toString(binary ? 'base64' : 'utf8'))}`,
    `"isBase64Encoded":${binary && body.length > 0}`,
  ];
  return `{${members.join(',')}}`;
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

/** The members of `headers` and `multiValueHeaders`, as JSON without the braces. */
function eventHeaders(invocation: Invocation): { readonly single: string; readonly multi: string } {
  const { headers, trace, http } = invocation;
  const ip = sourceIp(invocation);
  const forwarded = headerValue(headers, 'x-forwarded-for');
  const own = [
    `"X-Amzn-Trace-Id":${JSON.stringify(trace.inEvent)}`,
    `"X-Forwarded-For":${JSON.stringify(forwarded === undefined ? ip : `${forwarded}, ${ip}`)}`,
    `"X-Forwarded-Port":"${http.socket.localPort}"`,
    '"X-Forwarded-Proto":"http"',
  ];
  let single = '';
  let multi = '';
  for (const [key, { name, values }] of headers) {
    if (DROPPED.has(key)) continue;
    const quoted = JSON.stringify(RECASED.get(key) ?? name);
    single += `${quoted}:${JSON.stringify(values.at(-1))},`;
    multi += `${quoted}:${JSON.stringify(values)},`;
  }
  return { single: single + own.join(','), multi: multi + own.map(listed).join(',') };
}

/** `"a":"b"` → `"a":["b"]` */
function listed(member: string): string {
  const colon = member.indexOf(':');
  return `${member.slice(0, colon)}:[${member.slice(colon + 1)}]`;
}

function jsonOrNull(map: object): string {
  for (const _ in map) return JSON.stringify(map);
  return 'null';
}
