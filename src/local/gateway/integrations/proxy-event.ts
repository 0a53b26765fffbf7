/** The event of a Lambda proxy integration, payload version 1 (recorded: test_lambda_aws_proxy_integration). */
import type { AuthorizationFacts } from '../authorizers/authorization-facts.ts';
import { isBinary, mediaTypeOf } from '../http/media-type.ts';
import { ADDED, HIDDEN, RECASED } from '../http/passed-headers.ts';
import { headerValue } from '../http/request-headers.ts';
import type { Invocation, RouteFacts, StageFacts } from '../invocation.ts';
import { queryOf } from '../query-of.ts';
import { clientCertificate } from '../values/client-certificate.ts';
import { domainName, domainPrefix, requestPath, sourceIp, sourceVpc } from '../values/context-variables.ts';
import { quote, quoteOrNull } from '../values/quote.ts';
import { requestTime } from '../values/request-time.ts';

/** Client headers that the function does not get. */
const DROPPED: ReadonlySet<string> = new Set([...HIDDEN, ...ADDED]);

/**
 * Returns the event as JSON. Empty maps and an empty body are null. The text is concatenated because the event is the
 * largest cost of a call: an object with the client's header names as keys is slow to create and slow to serialise.
 */
export function proxyEvent(invocation: Invocation, stage: StageFacts, route: RouteFacts): string {
  const headers = eventHeaders(invocation);
  const query = queryOf(invocation);
  const { body } = invocation;
  const binary = isBinary(
    mediaTypeOf(headerValue(invocation.headers, 'content-type')),
    stage.deployment.binaryMediaTypes,
  );
  return `{"resource":${quote(route.method.resourcePath)},"path":${quote(invocation.target.domain?.path ?? invocation.path)},"httpMethod":${quote(
    invocation.httpMethod,
  )},"headers":{${headers.single}},"multiValueHeaders":{${headers.multi}},"queryStringParameters":${
    query.isEmpty ? 'null' : JSON.stringify(query.single)
  },"multiValueQueryStringParameters":${query.isEmpty ? 'null' : JSON.stringify(query.multi)},"pathParameters":${jsonOrNull(
    route.pathParameters,
  )},"stageVariables":${jsonOrNull(stage.variables)},"requestContext":${requestContext(invocation, stage, route)},"body":${
    body.length === 0 ? 'null' : JSON.stringify(body.toString(binary ? 'base64' : 'utf8'))
  },"isBase64Encoded":${binary && body.length > 0}}`;
}

function requestContext(invocation: Invocation, stage: StageFacts, route: RouteFacts): string {
  const { method } = route;
  const { authorization, stageName, target } = invocation;
  const authorizer = authorization && authorizerOf(authorization);
  return `{"resourceId":${quote(method.resourceId)},"resourcePath":${quote(method.resourcePath)}${
    method.operationName === undefined ? '' : `,"operationName":${quote(method.operationName)}`
  },"httpMethod":${quote(invocation.httpMethod)}${
    authorizer ? `,"authorizer":${JSON.stringify(authorizer)}` : ''
  },"extendedRequestId":${quote(invocation.extendedRequestId)},"requestTime":"${requestTime(
    invocation.startedAt,
  )}","path":${quote(requestPath(invocation))},"accountId":"${stage.scope.account}","protocol":"HTTP/${
    invocation.http.httpVersion
  }","stage":${quote(stageName)},"domainPrefix":${quote(domainPrefix(invocation))},"requestTimeEpoch":${
    invocation.startedAt
  },"requestId":${quote(invocation.requestId)},"identity":${identity(invocation, method.apiKeyRequired)},"domainName":${quote(
    domainName(invocation),
  )},"deploymentId":${quote(stage.deployment.id)},"apiId":${quote(target.apiId)}${
    stage.isCanary === undefined ? '' : `,"isCanaryRequest":${stage.isCanary}`
  }}`;
}

function identity(invocation: Invocation, withKey: boolean): string {
  const { key, headers } = invocation;
  const caller = invocation.authorization?.caller;
  const certificate = clientCertificate(invocation);
  return `{${certificate ? `"clientCert":${JSON.stringify(certificate)},` : ''}"cognitoIdentityPoolId":null,"cognitoIdentityId":null${
    withKey && key ? `,"apiKey":${quote(key.value)},"apiKeyId":${quote(key.id)}` : ''
  },"principalOrgId":null,"cognitoAuthenticationType":null,"userArn":${quoteOrNull(
    caller?.userArn,
  )},"userAgent":${quoteOrNull(headerValue(headers, 'user-agent'))},"accountId":${quoteOrNull(
    caller?.accountId,
  )},"caller":${quoteOrNull(caller?.userId)},"sourceIp":${quote(sourceIp(invocation))},${network(invocation)}"accessKey":${quoteOrNull(
    caller?.accessKey,
  )},"cognitoAuthenticationProvider":null,"user":${quoteOrNull(caller?.userId)}}`;
}

/** Only requests to private APIs have these members. */
function network(invocation: Invocation): string {
  const { through } = invocation;
  const vpc = sourceVpc(invocation);
  return through ? `${vpc === undefined ? '' : `"vpcId":${quote(vpc)},`}"vpceId":${quote(through.id)},` : '';
}

/** Returns `undefined` for signed calls, whose caller is in `identity`. */
function authorizerOf({ principalId, context, claims, latency }: AuthorizationFacts): object | undefined {
  if (claims) return { claims };
  if (principalId === undefined) return undefined;
  return { ...context, principalId, integrationLatency: latency ?? 0 };
}

/** Returns the members of `headers` and `multiValueHeaders` as JSON without the braces. */
function eventHeaders(invocation: Invocation): { readonly single: string; readonly multi: string } {
  const { headers, trace, http } = invocation;
  const ip = sourceIp(invocation);
  const forwarded = headerValue(headers, 'x-forwarded-for');
  let single = '';
  let multi = '';
  const add = (name: string, last: string, all: string) => {
    const before = single === '' ? '' : ',';
    single += `${before}${name}:${last}`;
    multi += `${before}${name}:${all}`;
  };
  for (const [key, { name, values }] of headers) {
    if (DROPPED.has(key)) continue;
    const last = quote(values.at(-1)!);
    add(quote(RECASED.get(key) ?? name), last, values.length === 1 ? `[${last}]` : JSON.stringify(values));
  }
  const addOwn = (name: string, value: string) => add(name, value, `[${value}]`);
  addOwn('"X-Amzn-Trace-Id"', quote(trace.inEvent));
  addOwn('"X-Forwarded-For"', quote(forwarded === undefined ? ip : `${forwarded}, ${ip}`));
  addOwn('"X-Forwarded-Port"', `"${http.socket.localPort}"`);
  addOwn('"X-Forwarded-Proto"', 'encrypted' in http.socket ? '"https"' : '"http"');
  return { single, multi };
}

function jsonOrNull(map: object): string {
  for (const _ in map) return JSON.stringify(map);
  return 'null';
}
