/**
 * The policy logic of IAM: a Deny wins over every Allow, and without an Allow the call is denied (IAM User Guide,
 * "Policy evaluation logic").
 */
import type { CompiledPolicy } from './compile-policy.ts';
import type { Decision, PolicyRequest } from './policy-request.ts';

/**
 * Evaluates documents of one kind together. With `grants: 'named'`, statements that allow only the caller's account do
 * not count, because in that account they grant nothing by themselves.
 */
export function evaluate(
  policies: readonly CompiledPolicy[],
  request: PolicyRequest,
  grants: 'all' | 'named' = 'all',
): Decision {
  let decision: Decision = 'implicitDeny';
  for (const { statements } of policies) {
    for (const { effect, applies } of statements) {
      // A second Allow changes nothing.
      if (effect === 'Allow' && decision === 'allow') continue;
      const match = applies(request);
      if (match === 'no') continue;
      if (effect === 'Deny') return 'explicitDeny';
      if (match === 'named' || grants === 'all') decision = 'allow';
    }
  }
  return decision;
}

/**
 * Combines the policies of an identity with those of a resource in the same account: one Allow is enough, and one Deny
 * is enough.
 */
export function eitherAllows(one: Decision, other: Decision): Decision {
  if (one === 'explicitDeny' || other === 'explicitDeny') return 'explicitDeny';
  return one === 'allow' || other === 'allow' ? 'allow' : 'implicitDeny';
}

/**
 * Combines an identity's policies with its boundary, the policies of two accounts, or the decisions for two names of
 * one resource: both must allow.
 */
export function bothAllow(one: Decision, other: Decision): Decision {
  if (one === 'explicitDeny' || other === 'explicitDeny') return 'explicitDeny';
  return one === 'allow' && other === 'allow' ? 'allow' : 'implicitDeny';
}
