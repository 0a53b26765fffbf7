/** Asks an authorizer's policy about the method that is called. */
import type { CompiledPolicy } from '../../policy/compile-policy.ts';
import { evaluate } from '../../policy/evaluate.ts';
import { ANONYMOUS, type ConditionKeys } from '../../policy/policy-request.ts';
import { deniedByPolicy } from '../gateway-error.ts';
import { headerValue } from '../http/request-headers.ts';
import type { Invocation } from '../invocation.ts';
import { sourceIp } from '../values/context-variables.ts';
import { methodArn } from './authorizer-event.ts';

const DENIED = 'User is not authorized to access this resource';

/** Throws `GatewayError` with AWS's texts of 2025, which tell a Deny from no Allow (aws-facts §6). */
export function requireAllowed(invocation: Invocation, policy: CompiledPolicy): void {
  const decision = evaluate([policy], {
    action: 'execute-api:Invoke',
    resource: methodArn(invocation),
    principal: ANONYMOUS,
    key: conditionKeys(invocation),
  });
  if (decision === 'explicitDeny') throw deniedByPolicy(`${DENIED} with an explicit deny in an identity-based policy`);
  if (decision === 'implicitDeny') throw deniedByPolicy(DENIED);
}

/** What a policy's conditions may look at. The embedded cloud speaks plain HTTP, as if it were TLS. */
function conditionKeys(invocation: Invocation): ConditionKeys {
  return (name) => {
    switch (name) {
      case 'aws:sourceip':
        return sourceIp(invocation);
      case 'aws:useragent':
        return headerValue(invocation.headers, 'user-agent');
      case 'aws:referer':
        return headerValue(invocation.headers, 'referer');
      case 'aws:securetransport':
        return 'true';
      case 'aws:currenttime':
        return new Date(invocation.startedAt).toISOString();
      case 'aws:epochtime':
        return String(Math.floor(invocation.startedAt / 1000));
      default:
        return undefined;
    }
  };
}
