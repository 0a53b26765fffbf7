/**
 * Evaluates the resource policy of the API, as it was when the deployment was created, and makes the text of a refusal
 * (Developer Guide, "How API Gateway resource policies affect authorization workflow").
 */
import { evaluate } from '../../policy/evaluate.ts';
import { ANONYMOUS, type Decision, type Principal } from '../../policy/policy-request.ts';
import { deniedByPolicy, type GatewayError } from '../gateway-error.ts';
import type { Invocation } from '../invocation.ts';
import { methodArn } from './authorizer-event.ts';
import { conditionKeys } from './condition-keys.ts';
import { decideOverPathForms } from './path-forms.ts';

/** Returns `implicitDeny` if there is no policy. */
export function resourcePolicyDecision(invocation: Invocation, principal: Principal = ANONYMOUS): Decision {
  const { policy } = invocation.stage!.deployment;
  if (policy === undefined) return 'implicitDeny';
  const key = conditionKeys(invocation);
  const ask = (resource: string) =>
    evaluate([policy], { action: 'execute-api:Invoke', resource, principal, key }, 'named');
  return decideOverPathForms(invocation, ask, (decision) => decision === 'explicitDeny');
}

/** `why` has the form that IAM uses: `with an explicit deny in …`, `because no … policy allows the … action`. */
export function accessDenied(invocation: Invocation, user: string, why: string): GatewayError {
  const resource = methodArn(invocation).replace(/:\d{8}(\d{4}):/, ':********$1:');
  return deniedByPolicy(
    `User: ${user} is not authorized to perform: execute-api:Invoke on resource: ${resource} ${why}`,
  );
}

export const EXPLICIT_DENY = 'with an explicit deny in a resource-based policy';
