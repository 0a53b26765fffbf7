/**
 * A table keeps its key of the customer when apikit.yaml no longer mentions one (ADR 4), so whoever uses the table needs the
 * right to that key as before. What the files say does not tell which key it is; what is there does. Pure.
 */
import type { Observation } from '../engine/observe.ts';
import type { Properties, Resource } from '../engine/resource.ts';
import { TABLE_KEYS } from '../stack/function-role.ts';
import type { RoleProperties, TableProperties } from '../stack/properties.ts';

interface Statement {
  readonly Sid?: unknown;
  readonly Resource?: unknown;
}

/** The resources, with the rights to keys that tables have and that the roles have a right to already. */
export function keepingKeys(resources: readonly Resource[], { observed }: Pick<Observation, 'observed'>): Resource[] {
  const kept = resources.flatMap((table) => {
    const wanted = table.properties as unknown as TableProperties;
    const had = observed.get(table.id)?.properties as TableProperties | undefined;
    const isKept = table.kind === 'table' && wanted.encryption && wanted.kmsKey === undefined;
    return isKept && had?.kmsKey !== undefined ? [had.kmsKey] : [];
  });
  if (kept.length === 0) return [...resources];
  return resources.map((role) => {
    const had = observed.get(role.id)?.properties as Partial<RoleProperties> | undefined;
    return role.kind === 'role' && had?.policies ? withKeys(role, had.policies, kept) : role;
  });
}

function withKeys(role: Resource, had: RoleProperties['policies'], kept: readonly string[]): Resource {
  const { policies } = role.properties as unknown as RoleProperties;
  const widened = Object.entries(policies).map(([name, policy]) => {
    const before = statementsOf(had[name]).find(({ Sid }) => Sid === TABLE_KEYS);
    const keys = list(before?.Resource).filter((key) => kept.includes(String(key)));
    return [name, keys.length === 0 ? policy : { ...policy, Statement: withStatement(policy, before, keys) }] as const;
  });
  return {
    ...role,
    properties: { ...role.properties, policies: Object.fromEntries(widened) } as unknown as Properties,
  };
}

function withStatement(policy: object, before: Statement | undefined, keys: readonly unknown[]): Statement[] {
  const statements = statementsOf(policy);
  const present = statements.find(({ Sid }) => Sid === TABLE_KEYS);
  const all = [...new Set([...list(present?.Resource), ...keys])];
  return [...statements.filter((each) => each !== present), { ...before, ...present, Resource: all }];
}

function statementsOf(policy: unknown): Statement[] {
  return list((policy as { Statement?: unknown } | undefined)?.Statement) as Statement[];
}

function list(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
