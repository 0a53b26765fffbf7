/**
 * AWS_IAM: verifies the signature, then evaluates the policies of the caller together with the resource policy of the
 * API.
 */
import { principalKeys } from '../../authorization/principal-keys.ts';
import { type PermissionVerdict, verdictOf } from '../../authorization/role-permissions.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { eitherAllows } from '../../policy/evaluate.ts';
import type { PolicyRequest } from '../../policy/policy-request.ts';
import { withoutDots } from '../../signature/canonical-request.ts';
import { SignatureError } from '../../signature/signature-error.ts';
import { verifySignature } from '../../signature/verify-signature.ts';
import {
  findCredentials,
  identityOf,
  type KnownCredentials,
  principalOf,
  sessionRole,
} from '../../state/identity/callers.ts';
import { signatureRefused } from '../gateway-error.ts';
import type { Authorize, Invocation } from '../invocation.ts';
import { conditionKeys } from './condition-keys.ts';
import { decideOverPathForms } from './path-forms.ts';
import { accessDenied, EXPLICIT_DENY, resourcePolicyDecision } from './resource-policy.ts';

export const authorizeIam: Authorize = (invocation, { cloud }) => {
  const { accessKeyId, role } = signer(invocation, cloud);
  const { Account: accountId, Arn: userArn, UserId: userId } = identityOf(cloud.options.account, role);
  invocation.authorization = { caller: { accountId, accessKey: accessKeyId, userId, userArn } };
  const own = ownVerdict(cloud, role, 'execute-api:Invoke', invocation);
  const ofApi = resourcePolicyDecision(invocation, principalOf(cloud, role));
  const decision = eitherAllows(own.decision, ofApi);
  if (decision === 'allow') return;
  throw accessDenied(invocation, userArn, ofApi === 'explicitDeny' ? EXPLICIT_DENY : own.why);
};

/** Whether the policies of a signed caller allow another action on the method: `execute-api:InvalidateCache`. */
export function callerMay(invocation: Invocation, cloud: Cloud, action: string): boolean {
  const caller = invocation.authorization?.caller;
  const credentials = caller && findCredentials(cloud, caller.accessKey);
  return credentials !== undefined && ownVerdict(cloud, credentials.role, action, invocation).decision === 'allow';
}

const ROOT: PermissionVerdict = { decision: 'allow', why: '' };

function ownVerdict(
  cloud: Cloud,
  session: KnownCredentials['role'],
  action: string,
  invocation: Invocation,
): PermissionVerdict {
  if (!session) return ROOT;
  const role = sessionRole(cloud, session);
  if (!role) return { decision: 'implicitDeny', why: `because no identity-based policy allows the ${action} action` };
  const ofCaller = principalKeys(cloud, session, role);
  const ofCall = conditionKeys(invocation);
  const key: PolicyRequest['key'] = (name) => ofCaller(name) ?? ofCall(name);
  const principal = principalOf(cloud, session);
  const ask = (resource: string) => verdictOf(cloud, role, { action, resource, principal, key });
  return decideOverPathForms(invocation, ask, ({ decision }) => decision === 'explicitDeny');
}

/** Throws `GatewayError`. */
function signer(invocation: Invocation, cloud: Cloud): KnownCredentials {
  const { http, headers, queryString, body, stage } = invocation;
  const target = http.url ?? '/';
  const question = target.indexOf('?');
  const request = {
    method: http.method ?? 'GET',
    path: question < 0 ? target : target.slice(0, question),
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
      signedIfSent: ['X-HTTP-Method-Override'],
      alsoNormalized: () => routesToSameMethod(invocation),
    });
  } catch (error) {
    if (error instanceof SignatureError) throw signatureRefused(error.fault, error.message);
    throw error;
  }
}

/**
 * Otherwise the signature of `/public/x` would also be valid for `/secret/../public/x`, which is a call of
 * `/secret/{proxy+}`.
 */
function routesToSameMethod({ stage, route, httpMethod, path }: Invocation): boolean {
  return stage!.deployment.route(httpMethod, withoutDots(path))?.target === route!.method;
}
