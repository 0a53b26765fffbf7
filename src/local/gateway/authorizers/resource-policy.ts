/**
 * The API's resource policy, as it was when the deployment was made: what it says of a call, and the words of a refusal
 * (Developer Guide, "How API Gateway resource policies affect authorization workflow").
 */
import { evaluate } from '../../policy/evaluate.ts';
import { ANONYMOUS, type Decision, type Principal } from '../../policy/policy-request.ts';
import { deniedByPolicy, type GatewayError } from '../gateway-error.ts';
import type { Invocation } from '../invocation.ts';
import { methodArn } from './authorizer-event.ts';
import { conditionKeys } from './condition-keys.ts';
import { judge } from './written-otherwise.ts';

/** `implicitDeny` where there is no policy. */
export function resourcePolicyDecision(invocation: Invocation, principal: Principal = ANONYMOUS): Decision {
  const { policy } = invocation.stage!.deployment;
  if (policy === undefined) return 'implicitDeny';
  const key = conditionKeys(invocation);
  const ask = (resource: string) =>
    evaluate([policy], { action: 'execute-api:Invoke', resource, principal, key }, 'named');
  return judge(invocation, ask, (decision) => decision === 'explicitDeny');
}

/** `why` as IAM gives it: `with an explicit deny in …`, `because no … policy allows the … action`. */
export function accessDenied(invocation: Invocation, user: string, why: string): GatewayError {
  const resource = methodArn(invocation).replace(/:\d{8}(\d{4}):/, ':********$1:');
  return deniedByPolicy(
    `User: ${user} is not authorized to perform: execute-api:Invoke on resource: ${resource} ${why}`,
  );
}

export const EXPLICIT_DENY = 'with an explicit deny in a resource-based policy';
