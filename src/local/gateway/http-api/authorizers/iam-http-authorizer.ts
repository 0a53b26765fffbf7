/** AWS_IAM: verifies the signature, then evaluates the policies of the caller. HTTP APIs have no resource policy. */
import { principalKeys } from '../../../authorization/principal-keys.ts';
import { verdictOf } from '../../../authorization/role-permissions.ts';
import type { Cloud } from '../../../cloud/cloud.ts';
import type { PolicyRequest } from '../../../policy/policy-request.ts';
import { SignatureError } from '../../../signature/signature-error.ts';
import { verifySignature } from '../../../signature/verify-signature.ts';
import {
  findCredentials,
  identityOf,
  type KnownCredentials,
  principalOf,
  sessionRole,
} from '../../../state/identity/callers.ts';
import { forbidden, type HttpApiError } from '../http-api-error.ts';
import type { AuthorizeHttp, HttpInvocation } from '../http-invocation.ts';
import { httpConditionKeys } from './http-condition-keys.ts';
import { routeArn } from './route-arn.ts';

export const authorizeHttpIam: AuthorizeHttp = (invocation, { cloud }) => {
  const { accessKeyId, role } = signer(invocation, cloud);
  const { Account: accountId, Arn: userArn, UserId: userId } = identityOf(cloud.options.account, role);
  invocation.authorization = { caller: { accountId, accessKey: accessKeyId, userId, userArn } };
  if (!mayInvoke(invocation, cloud, role)) throw forbidden({ detail: `${userArn} may not call the route` });
};

/** Throws `HttpApiError`. */
function signer(invocation: HttpInvocation, cloud: Cloud): KnownCredentials {
  const { http, headers, queryString, body, stage } = invocation;
  const request = {
    method: http.method ?? 'GET',
    path: (http.url ?? '/').split('?', 1)[0]!,
    query: queryString,
    header: (name: string) => headers.get(name)?.values.join(','),
    body,
  };
  try {
    return verifySignature(request, {
      service: 'execute-api',
      region: stage!.scope.region,
      now: cloud.clock.now(),
      find: (accessKeyId) => findCredentials(cloud, accessKeyId),
      // Another form of the path could lead to another route.
      alsoNormalized: () => false,
    });
  } catch (error) {
    if (error instanceof SignatureError) throw refused(invocation, error);
    throw error;
  }
}

function refused(invocation: HttpInvocation, { fault, message }: SignatureError): HttpApiError {
  const isUnsigned = fault === 'MissingAuthenticationToken' || fault === 'IncompleteSignature';
  const error = isUnsigned
    ? "The request for the IAM Authorizer doesn't match the format that API Gateway expects."
    : message;
  invocation.authorization = { error };
  return forbidden({ detail: isUnsigned ? 'the route accepts only signed requests' : message });
}

/** The root user may do everything. */
function mayInvoke(invocation: HttpInvocation, cloud: Cloud, session: KnownCredentials['role']): boolean {
  if (!session) return true;
  const role = sessionRole(cloud, session);
  if (!role) return false;
  const ofCaller = principalKeys(cloud, session, role);
  const ofCall = httpConditionKeys(invocation);
  const key: PolicyRequest['key'] = (name) => ofCaller(name) ?? ofCall(name);
  const principal = principalOf(cloud, session);
  const request = { action: 'execute-api:Invoke', resource: routeArn(invocation), principal, key };
  return verdictOf(cloud, role, request).decision === 'allow';
}
