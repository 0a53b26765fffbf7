/**
 * A function stays in its VPC when apikit.yaml no longer mentions one (ADR 4), so its role still needs the permissions
 * with which Lambda manages the network interfaces. Pure.
 */
import type { FunctionShape } from '../../aws/kinds/function/shape.ts';
import type { RoleProperties, RoleShape } from '../../aws/kinds/role/shape.ts';
import type { Observation } from '../../engine/observe.ts';
import { isOf, observedOf, type Resource } from '../../engine/resource.ts';
import { statementsIn } from '../../iam/policy-statements.ts';
import { NETWORK } from '../../stack/function-role.ts';

/** Returns the resources, with those permissions that the roles already have. */
export function keepingNetwork(
  wanted: readonly Resource[],
  { observed }: Pick<Observation, 'observed'>,
): readonly Resource[] {
  const stays = wanted.some((one) => {
    if (!isOf<FunctionShape>(one, 'function') && !isOf<FunctionShape>(one, 'consumer')) return false;
    return one.properties.vpc === undefined && Boolean(observedOf(observed, one)?.properties.vpc);
  });
  if (!stays) return wanted;
  return wanted.map((role) => {
    if (!isOf<RoleShape>(role, 'role')) return role;
    const had = observedOf(observed, role)?.properties.policies ?? {};
    return { ...role, properties: { ...role.properties, policies: withNetwork(role.properties.policies, had) } };
  });
}

function withNetwork(
  policies: RoleProperties['policies'],
  had: RoleProperties['policies'],
): RoleProperties['policies'] {
  const isNetwork = ({ Sid }: { readonly Sid?: unknown }) => Sid === NETWORK;
  return Object.fromEntries(
    Object.entries(policies).map(([name, policy]) => {
      const statements = statementsIn(policy);
      const before = statementsIn(had[name]).filter(isNetwork);
      return [name, statements.some(isNetwork) ? policy : { ...policy, Statement: [...statements, ...before] }];
    }),
  );
}
