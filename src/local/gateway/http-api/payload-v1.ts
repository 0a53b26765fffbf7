/** The event of a Lambda integration, payload version 1.0, which is like that of a REST API (docs/aws/http-apis.md). */
import { headerValue } from '../http/request-headers.ts';
import { clientCertificate } from '../values/client-certificate.ts';
import { domainName, domainPrefix, sourceIp } from '../values/context-variables.ts';
import { requestTime } from '../values/request-time.ts';
import { decodePath } from './decode-path.ts';
import { eventBody, eventHeaders, isEmpty, queryParameters } from './event-parts.ts';
import type { HttpInvocation } from './http-invocation.ts';

/** Returns the event as JSON. Members without a value are null. */
export function eventV1(invocation: HttpInvocation): string {
  const { body } = invocation;
  const { text, isBase64 } = eventBody(invocation);
  return JSON.stringify({
    version: '1.0',
    ...requestV1(invocation),
    body: body.length === 0 ? null : text,
    isBase64Encoded: isBase64,
  });
}

/** The part of the event that describes the request, which a Lambda authorizer gets, too. */
export function requestV1(invocation: HttpInvocation) {
  const { httpMethod, queryString, route, stage } = invocation;
  const headers = eventHeaders(invocation).map(([name, values]) => [spelling(invocation, name), values] as const);
  const query = Object.entries(queryParameters(queryString));
  return {
    resource: route!.route.resourcePath,
    path: pathOf(invocation),
    httpMethod,
    headers: Object.fromEntries(headers.map(([name, values]) => [name, values.at(-1)])),
    multiValueHeaders: Object.fromEntries(headers),
    queryStringParameters: query.length === 0 ? null : Object.fromEntries(query.map(([name, v]) => [name, v.at(-1)])),
    multiValueQueryStringParameters: query.length === 0 ? null : Object.fromEntries(query),
    requestContext: requestContext(invocation),
    pathParameters: orNull(route!.pathParameters),
    stageVariables: orNull(stage!.variables),
  };
}

function requestContext(invocation: HttpInvocation) {
  const { headers, http, httpMethod, requestId, route, stage, stageName, startedAt, target } = invocation;
  const { authorization } = invocation;
  const authorizer = authorizerOf(authorization);
  const caller = authorization?.caller;
  const clientCert = clientCertificate(invocation);
  return {
    accountId: stage!.scope.account,
    apiId: target.apiId,
    ...(authorizer && { authorizer }),
    domainName: domainName(invocation),
    domainPrefix: domainPrefix(invocation),
    extendedRequestId: requestId,
    httpMethod,
    identity: {
      accessKey: caller?.accessKey ?? null,
      accountId: caller?.accountId ?? null,
      caller: caller?.userId ?? null,
      ...(clientCert && { clientCert }),
      cognitoAmr: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: sourceIp(invocation),
      user: caller?.userId ?? null,
      userAgent: headerValue(headers, 'user-agent') ?? '',
      userArn: caller?.userArn ?? null,
    },
    path: pathOf(invocation),
    protocol: `HTTP/${http.httpVersion}`,
    requestId,
    requestTime: requestTime(startedAt),
    requestTimeEpoch: startedAt,
    resourceId: route!.route.key,
    resourcePath: route!.route.resourcePath,
    stage: stageName,
  };
}

/** Only version 1.0 has the base path of a mapping, in place of the stage (docs/aws/http-apis.md). */
const pathOf = ({ target: { domain }, decodedPath }: HttpInvocation): string | undefined =>
  domain ? decodePath(domain.path) : decodedPath;

/** Returns `undefined` for a route without authorization, and for signed calls, whose caller is in `identity`. */
function authorizerOf(authorization: HttpInvocation['authorization']): object | undefined {
  const { jwt, lambda, call } = authorization ?? {};
  if (jwt) return jwt;
  if (!lambda) return undefined;
  const { principalId, context } = lambda;
  return { ...context, ...(principalId !== undefined && { principalId }), integrationLatency: call?.latency ?? 0 };
}

/** Headers that the gateway itself writes; all others have the client's spelling. */
const SPELLINGS: Readonly<Record<string, string>> = {
  'content-length': 'Content-Length',
  host: 'Host',
  'user-agent': 'User-Agent',
  'x-amzn-trace-id': 'X-Amzn-Trace-Id',
  'x-forwarded-for': 'X-Forwarded-For',
  'x-forwarded-port': 'X-Forwarded-Port',
  'x-forwarded-proto': 'X-Forwarded-Proto',
};

const spelling = ({ headers }: HttpInvocation, name: string): string =>
  SPELLINGS[name] ?? headers.get(name)?.name ?? name;

const orNull = (map: object): object | null => (isEmpty(map) ? null : map);
