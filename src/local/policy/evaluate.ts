/** The logic of IAM: a Deny wins over every Allow, and what nobody allows is denied (IAM User Guide, "Policy evaluation logic"). */
import type { CompiledPolicy } from './compile-policy.ts';
import type { Decision, PolicyRequest } from './policy-request.ts';

/**
 * What documents of one kind say together. `grants`: `named` leaves out statements that allow only the caller's
 * account, which in that account grant nothing by themselves.
 */
export function evaluate(
  policies: readonly CompiledPolicy[],
  request: PolicyRequest,
  grants: 'all' | 'named' = 'all',
): Decision {
  let decision: Decision = 'implicitDeny';
  for (const { statements } of policies) {
    for (const { effect, applies } of statements) {
      // A second Allow would change nothing.
      if (effect === 'Allow' && decision === 'allow') continue;
      const match = applies(request);
      if (match === 'no') continue;
      if (effect === 'Deny') return 'explicitDeny';
      if (match === 'named' || grants === 'all') decision = 'allow';
    }
  }
  return decision;
}

/** An identity's policies and those of a resource in the same account: one Allow is enough, one Deny too. */
export function eitherAllows(one: Decision, other: Decision): Decision {
  if (one === 'explicitDeny' || other === 'explicitDeny') return 'explicitDeny';
  return one === 'allow' || other === 'allow' ? 'allow' : 'implicitDeny';
}

/** An identity's policies and its boundary, two accounts, or two names of what is asked for: both must allow. */
export function bothAllow(one: Decision, other: Decision): Decision {
  if (one === 'explicitDeny' || other === 'explicitDeny') return 'explicitDeny';
  return one === 'allow' && other === 'allow' ? 'allow' : 'implicitDeny';
}
