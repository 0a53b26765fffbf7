/** The event of a Lambda integration, payload version 2.0 (docs/aws/http-apis.md). */
import { headerValue } from '../http/request-headers.ts';
import { clientCertificate } from '../values/client-certificate.ts';
import { domainName, domainPrefix, sourceIp } from '../values/context-variables.ts';
import { requestTime } from '../values/request-time.ts';
import { eventBody, eventHeaders, isEmpty, queryParameters } from './event-parts.ts';
import type { HttpInvocation } from './http-invocation.ts';

/** Returns the event as JSON. Members without a value are absent. */
export function eventV2(invocation: HttpInvocation): string {
  const { text, isBase64 } = eventBody(invocation);
  return JSON.stringify({
    version: '2.0',
    ...requestV2(invocation),
    ...(invocation.body.length > 0 && { body: text }),
    isBase64Encoded: isBase64,
  });
}

/** The part of the event that describes the request, which a Lambda authorizer gets, too. */
export function requestV2(invocation: HttpInvocation) {
  const { route, queryString, stage } = invocation;
  const headers = eventHeaders(invocation);
  const cookies = headers.flatMap(([name, values]) => (name === 'cookie' ? cookiesOf(values) : []));
  const query = Object.entries(queryParameters(queryString)).map(([name, values]) => [name, values.join(',')]);
  const { pathParameters } = route!;
  return {
    routeKey: route!.route.key,
    rawPath: invocation.decodedPath,
    rawQueryString: queryString,
    ...(cookies.length > 0 && { cookies }),
    headers: Object.fromEntries(
      headers.filter(([name]) => name !== 'cookie').map(([name, values]) => [name, values.join(',')]),
    ),
    ...(query.length > 0 && { queryStringParameters: Object.fromEntries(query) }),
    requestContext: requestContext(invocation),
    ...(!isEmpty(pathParameters) && { pathParameters }),
    ...(!isEmpty(stage!.variables) && { stageVariables: stage!.variables }),
  };
}

function requestContext(invocation: HttpInvocation) {
  const { headers, http, httpMethod, requestId, route, stage, stageName, startedAt, target } = invocation;
  const authorizer = authorizerOf(invocation.authorization);
  const clientCert = clientCertificate(invocation);
  return {
    accountId: stage!.scope.account,
    apiId: target.apiId,
    ...(clientCert && { authentication: { clientCert } }),
    ...(authorizer && { authorizer }),
    domainName: domainName(invocation),
    domainPrefix: domainPrefix(invocation),
    http: {
      method: httpMethod,
      path: invocation.decodedPath,
      protocol: `HTTP/${http.httpVersion}`,
      sourceIp: sourceIp(invocation),
      userAgent: headerValue(headers, 'user-agent') ?? '',
    },
    requestId,
    routeKey: route!.route.key,
    stage: stageName,
    time: requestTime(startedAt),
    timeEpoch: startedAt,
  };
}

/** Returns `undefined` for a route without authorization. */
function authorizerOf(authorization: HttpInvocation['authorization']): object | undefined {
  const { jwt, lambda, caller } = authorization ?? {};
  if (jwt) return { jwt };
  if (lambda) return { lambda: lambda.context };
  if (!caller) return undefined;
  const { accessKey, accountId, userId, userArn } = caller;
  const none = { cognitoIdentity: null, principalOrgId: null };
  return { iam: { accessKey, accountId, callerId: userId, ...none, userArn, userId } };
}

const cookiesOf = (values: readonly string[]): string[] =>
  values.flatMap((value) => value.split(';')).flatMap((cookie) => (cookie.trim() === '' ? [] : [cookie.trim()]));
