/** `$context.*` of HTTP APIs (Developer Guide, "Customize HTTP API access logs"). */
import { headerValue } from '../http/request-headers.ts';
import { domainName, domainPrefix, sourceIp } from '../values/context-variables.ts';
import { requestTime } from '../values/request-time.ts';
import type { HttpInvocation } from './http-invocation.ts';

type Value = string | number | undefined;

const VARIABLES: Readonly<Record<string, (invocation: HttpInvocation) => Value>> = {
  accountId: ({ stage }) => stage?.scope.account,
  apiId: ({ target }) => target.apiId,
  'authorizer.error': ({ authorization }) => authorization?.error,
  'authorizer.latency': ({ authorization }) => authorization?.call?.latency,
  'authorizer.principalId': ({ authorization }) => authorization?.lambda?.principalId,
  'authorizer.requestId': ({ authorization }) => authorization?.call?.requestId,
  'authorizer.status': ({ authorization }) => authorization?.call?.serviceStatus,
  awsEndpointRequestId: ({ integration }) => integration?.requestId,
  dataProcessed: ({ body, outcome }) => body.length + (outcome?.length ?? 0),
  domainName,
  domainPrefix,
  'error.message': ({ error }) => error?.message,
  'error.messageString': ({ error }) => error && JSON.stringify(error.message),
  'error.responseType': ({ error }) => error?.type,
  extendedRequestId: ({ requestId }) => requestId,
  httpMethod: ({ httpMethod }) => httpMethod,
  'identity.accountId': ({ authorization }) => authorization?.caller?.accountId,
  'identity.caller': ({ authorization }) => authorization?.caller?.userId,
  'identity.user': ({ authorization }) => authorization?.caller?.userId,
  'identity.userArn': ({ authorization }) => authorization?.caller?.userArn,
  'identity.sourceIp': sourceIp,
  'identity.userAgent': ({ headers }) => headerValue(headers, 'user-agent'),
  'integration.error': ({ integration }) => integration?.error,
  'integration.integrationStatus': ({ integration }) => integration?.serviceStatus,
  'integration.latency': ({ integration }) => integration?.latency,
  'integration.requestId': ({ integration }) => integration?.requestId,
  'integration.status': ({ integration }) => integration?.status,
  integrationErrorMessage: ({ integration }) => integration?.error,
  integrationLatency: ({ integration }) => integration?.latency,
  integrationStatus: ({ integration }) => integration?.serviceStatus,
  path: ({ rawPath }) => rawPath,
  protocol: ({ http }) => `HTTP/${http.httpVersion}`,
  requestId: ({ requestId }) => requestId,
  requestTime: ({ startedAt }) => requestTime(startedAt),
  requestTimeEpoch: ({ startedAt }) => startedAt,
  responseLatency: ({ outcome }) => outcome?.latency,
  responseLength: ({ outcome }) => outcome?.length,
  routeKey: ({ route }) => route?.route.key,
  stage: ({ stageName }) => stageName,
  status: ({ outcome }) => outcome?.status,
};

/** `name` is without `$context.`, e.g. `identity.sourceIp`. Unknown variables have no value. */
export function httpContextVariable(name: string): (invocation: HttpInvocation) => string | undefined {
  const read = Object.hasOwn(VARIABLES, name) ? VARIABLES[name]! : authorizerValue(name);
  return (invocation) => {
    const value = read(invocation);
    return value === undefined ? undefined : String(value);
  };
}

/** Reads `authorizer.claims.<claim>` of a token, and `authorizer.<key>` of a Lambda authorizer's context. */
function authorizerValue(name: string): (invocation: HttpInvocation) => Value {
  const [, claims, key = ''] = /^authorizer\.(claims\.)?(.+)$/.exec(name) ?? [];
  return ({ authorization }) => {
    const values = claims === undefined ? authorization?.lambda?.context : authorization?.jwt?.claims;
    const value = values && Object.hasOwn(values, key) ? values[key] : undefined;
    return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
  };
}
