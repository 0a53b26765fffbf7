/**
 * `$context.*`: one entry for each variable that the gateway knows. It is read from the invocation when a template, a
 * parameter or a log format uses it. A variable without a value is `undefined`; the user of the variable decides how
 * that prints.
 */

import type { GatewayError, GatewayResponseType } from '../gateway-error.ts';
import { headerValue } from '../http/request-headers.ts';
import type { Invocation } from '../invocation.ts';
import { clientCertificate } from './client-certificate.ts';
import { requestTime } from './request-time.ts';

type Value = string | number | boolean | undefined;

const VARIABLES: Readonly<Record<string, (invocation: Invocation) => Value>> = {
  accountId: ({ stage }) => stage?.scope.account,
  apiId: ({ target }) => target.apiId,
  'authorizer.error': (invocation) => {
    const refusal = authorizerRefusal(invocation);
    return refusal?.reason ?? refusal?.message;
  },
  'authorizer.integrationLatency': ({ authorization }) => authorization?.call?.latency,
  'authorizer.integrationStatus': ({ authorization }) => authorization?.call?.serviceStatus,
  'authorizer.latency': ({ authorization }) => authorization?.call?.latency,
  'authorizer.principalId': ({ authorization }) => authorization?.principalId,
  'authorizer.requestId': ({ authorization }) => authorization?.call?.requestId,
  'authorizer.status': (invocation) => authorizerRefusal(invocation)?.status ?? (invocation.authorization && 200),
  awsEndpointRequestId: ({ integration }) => integration?.requestId,
  deploymentId: ({ stage }) => stage?.deployment.id,
  domainName: (invocation) => domainName(invocation),
  domainPrefix: (invocation) => domainPrefix(invocation),
  endpointType: ({ stage }) => stage?.api.endpointConfiguration.types[0],
  'error.message': ({ error }) => error?.message,
  'error.messageString': ({ error }) => error?.messageString,
  'error.responseType': ({ error }) => error?.type,
  'error.validationErrorString': ({ error }) => error?.validationError,
  extendedRequestId: ({ extendedRequestId }) => extendedRequestId,
  httpMethod: ({ httpMethod }) => httpMethod,
  'identity.accessKey': ({ authorization }) => authorization?.caller?.accessKey,
  'identity.accountId': ({ authorization }) => authorization?.caller?.accountId,
  'identity.apiKey': ({ key }) => key?.value,
  'identity.apiKeyId': ({ key }) => key?.id,
  'identity.caller': ({ authorization }) => authorization?.caller?.userId,
  'identity.clientCert.clientCertPem': (invocation) => clientCertificate(invocation)?.clientCertPem,
  'identity.clientCert.issuerDN': (invocation) => clientCertificate(invocation)?.issuerDN,
  'identity.clientCert.serialNumber': (invocation) => clientCertificate(invocation)?.serialNumber,
  'identity.clientCert.subjectDN': (invocation) => clientCertificate(invocation)?.subjectDN,
  'identity.clientCert.validity.notAfter': (invocation) => clientCertificate(invocation)?.validity.notAfter,
  'identity.clientCert.validity.notBefore': (invocation) => clientCertificate(invocation)?.validity.notBefore,
  'identity.sourceIp': (invocation) => sourceIp(invocation),
  'identity.user': ({ authorization }) => authorization?.caller?.userId,
  'identity.userAgent': ({ headers }) => headerValue(headers, 'user-agent'),
  'identity.vpcId': (invocation) => sourceVpc(invocation),
  'identity.vpceId': ({ through }) => through?.id,
  'identity.userArn': ({ authorization }) => authorization?.caller?.userArn,
  'integration.error': ({ integration }) => integration?.error,
  'integration.integrationStatus': ({ integration }) => integration?.serviceStatus,
  'integration.latency': ({ integration }) => integration?.latency,
  'integration.requestId': ({ integration }) => integration?.requestId,
  'integration.status': ({ integration }) => integration?.status,
  integrationErrorMessage: ({ integration }) => integration?.error,
  integrationLatency: ({ integration }) => integration?.latency,
  integrationStatus: ({ integration }) => integration?.serviceStatus,
  isCanaryRequest: ({ stage }) => stage?.isCanary,
  path: ({ target, stageName, path }) => target.domain?.path ?? `/${stageName}${path}`,
  protocol: ({ http }) => `HTTP/${http.httpVersion}`,
  requestId: ({ requestId }) => requestId,
  requestTime: ({ startedAt }) => requestTime(startedAt),
  requestTimeEpoch: ({ startedAt }) => startedAt,
  resourceId: ({ route }) => route?.method.resourceId,
  resourcePath: ({ route }) => route?.method.resourcePath,
  responseLatency: ({ outcome }) => outcome?.latency,
  responseLength: ({ outcome }) => outcome?.length,
  stage: ({ stageName }) => stageName,
  status: ({ outcome }) => outcome?.status,
  'waf.latency': ({ firewall }) => firewall?.latency,
  'waf.status': ({ firewall }) => firewall && 200,
  wafResponseCode: ({ firewall }) => firewall && `WAF_${firewall.verdict.final.action}`,
  webaclArn: ({ firewall }) => firewall?.acl.arn,
};

/** `name` is without `$context.`, e.g. `identity.sourceIp`. */
export function contextVariable(name: string): (invocation: Invocation) => string | undefined {
  const read = Object.hasOwn(VARIABLES, name) ? VARIABLES[name]! : authorizerValue(name);
  return (invocation) => {
    const value = read(invocation);
    return value === undefined ? undefined : String(value);
  };
}

/** Variables only for access logs (Developer Guide, "Variables for access logging"). */
const LOGGING_ONLY =
  /^(?:authorizer\.(?:error|integrationStatus|latency|requestId|status)|endpointType|integration.*|response.*|status|waf\.(?:latency|status))$/;

/** Returns every variable that a mapping template sees and that has a value now, by its name without `$context.`. */
export function contextValues(invocation: Invocation): [name: string, value: string | number | boolean][] {
  const { context, claims } = invocation.authorization ?? {};
  return [
    ...Object.entries(context ?? {}).map(([key, value]): [string, string] => [`authorizer.${key}`, value]),
    ...Object.entries(claims ?? {}).map(([key, value]): [string, string] => [`authorizer.claims.${key}`, value]),
    ...Object.entries(VARIABLES).flatMap(([name, read]): [string, string | number | boolean][] => {
      const value = LOGGING_ONLY.test(name) ? undefined : read(invocation);
      return value === undefined ? [] : [[name, value]];
    }),
  ];
}

/** Returns the gateway's error if the authorizer caused it. */
function authorizerRefusal({ route, error }: Invocation): GatewayError | undefined {
  return route?.method.authorize && error && AUTHORIZER_ERRORS.has(error.type) ? error : undefined;
}

const AUTHORIZER_ERRORS: ReadonlySet<GatewayResponseType> = new Set([
  'ACCESS_DENIED',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'UNAUTHORIZED',
]);

/** Reads `authorizer.claims.<claim>` of a token and `authorizer.<key>` of a Lambda authorizer's context. */
function authorizerValue(name: string): (invocation: Invocation) => string | undefined {
  const [, claims, key] = /^authorizer\.(claims\.)?(.+)$/.exec(name) ?? [];
  if (key === undefined) return () => undefined;
  return ({ authorization }) => {
    const values = claims === undefined ? authorization?.context : authorization?.claims;
    return values && Object.hasOwn(values, key) ? values[key] : undefined;
  };
}

/** Returns the VPC of the endpoint of the request; `undefined` for an endpoint of another account. */
export function sourceVpc({ through, stage }: Partial<Pick<Invocation, 'stage' | 'through'>>): string | undefined {
  return through && stage?.state.vpcEndpoints.get(through.id)?.vpcId;
}

/** Returns the address of the caller, as IPv4 if the socket is IPv4. */
export function sourceIp({ http, through }: Pick<Invocation, 'http'> & Partial<Pick<Invocation, 'through'>>): string {
  if (through?.address !== undefined) return through.address;
  const address = http.socket.remoteAddress ?? '';
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}

/** Returns the path of `requestContext.path`: a custom domain stands for the stage (docs/aws/custom-domains.md). */
export function requestPath({ target, stageName, extraSlashes, path }: Invocation): string {
  return target.domain?.path ?? `/${stageName}${extraSlashes}${path}`;
}

/** Returns the first label of the domain name. */
export function domainPrefix({ target: { apiId, domain } }: Pick<Invocation, 'target'>): string {
  return domain?.name.split('.', 1)[0] ?? apiId;
}

/** Returns the Host of the request; for a request by path, the host name of the API. */
export function domainName({ target, http, headers }: Pick<Invocation, 'target' | 'http' | 'headers'>): string {
  if (target.domain) return target.domain.name;
  if (target.host === 'host') return headerValue(headers, 'host') ?? '';
  return `${target.apiId}.execute-api.localhost:${http.socket.localPort}`;
}
