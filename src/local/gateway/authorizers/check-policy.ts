/** Evaluates the policy of an authorizer for the called method. */
import type { CompiledPolicy } from '../../policy/compile-policy.ts';
import { eitherAllows, evaluate } from '../../policy/evaluate.ts';
import { ANONYMOUS } from '../../policy/policy-request.ts';
import type { Authorizer } from '../../state/apis/model.ts';
import { deniedByPolicy } from '../gateway-error.ts';
import type { Invocation } from '../invocation.ts';
import { conditionKeys } from './condition-keys.ts';
import { decideOverPathForms } from './path-forms.ts';
import { resourcePolicyDecision } from './resource-policy.ts';

const DENIED = 'User is not authorized to access this resource';

/**
 * Throws `GatewayError` with AWS's texts of 2025, which distinguish an explicit deny from a missing allow
 * (docs/aws/data-plane.md).
 */
export function requireAllowed(invocation: Invocation, policy: CompiledPolicy, { name }: Authorizer): void {
  const key = conditionKeys(invocation);
  const ask = (resource: string) =>
    evaluate([policy], { action: 'execute-api:Invoke', resource, principal: ANONYMOUS, key });
  const ofAuthorizer = decideOverPathForms(invocation, ask, (decision) => decision === 'explicitDeny');
  const decision = eitherAllows(ofAuthorizer, resourcePolicyDecision(invocation));
  const detail = `the authorizer ${name} does not allow this caller`;
  if (decision === 'explicitDeny')
    throw deniedByPolicy(`${DENIED} with an explicit deny in an identity-based policy`, detail);
  if (decision === 'implicitDeny') throw deniedByPolicy(DENIED, detail);
}
