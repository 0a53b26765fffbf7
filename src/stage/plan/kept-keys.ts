/**
 * A table keeps its customer managed key when apikit.yaml no longer mentions one (ADR 4), so the roles still need the
 * permission to use the key. apikit.yaml no longer says which key that is, but the table and the role do. Pure.
 */
import type { RoleProperties, RoleShape } from '../../aws/kinds/role/shape.ts';
import type { TableShape } from '../../aws/kinds/table/shape.ts';
import type { Observation } from '../../engine/observe.ts';
import { isOf, observedOf, type Resource } from '../../engine/resource.ts';
import { type PolicyStatement, statementsIn, textsIn } from '../../iam/policy-statements.ts';
import { TABLE_KEYS } from '../../stack/function-role.ts';

interface KeptKeys {
  /** The resources, with those permissions to tables' keys that the roles already have. */
  readonly resources: Resource[];
  /** Warnings about tables that keep a key, with the line that the user can write. */
  readonly warnings: string[];
}

export function keepingKeys(wanted: readonly Resource[], { observed }: Pick<Observation, 'observed'>): KeptKeys {
  const tables = wanted.flatMap((table) => {
    if (!isOf<TableShape>(table, 'table')) return [];
    const { encryption, kmsKey } = table.properties;
    const key = observedOf(observed, table)?.properties.kmsKey;
    return encryption && kmsKey === undefined && key !== undefined ? [{ table, key }] : [];
  });
  if (tables.length === 0) return { resources: [...wanted], warnings: [] };
  const rights = new Map<Resource, Right[]>(
    wanted.map((role) => {
      if (!isOf<RoleShape>(role, 'role')) return [role, []];
      const { policies = {} } = observedOf(observed, role)?.properties ?? {};
      return [role, rightsOf(policies, new Set(tables.map(({ key }) => key)))];
    }),
  );
  // AWS's own key has an ARN, too. No role has a permission to it, so a permission shows that the key is the
  // customer's.
  const own = new Set([...rights.values()].flat().flatMap(({ keys }) => keys));
  return {
    resources: wanted.map((resource) => withRights(resource, rights.get(resource) ?? [])),
    warnings: tables.filter(({ key }) => own.has(key)).map(({ table, key }) => keptWarning(table, key)),
  };
}

function keptWarning({ id, name }: Resource, key: string): string {
  const setting = id.replace('/', 's.');
  return `Table ${name} stays encrypted with ${key}, which apikit.yaml no longer names, and the function keeps its permission to use that key: a deploy changes the key of a table only if apikit.yaml names another one. Write kmsKey: ${key} under ${setting} to confirm it, or encryption: false there to go back to DynamoDB's own key.`;
}

interface Right {
  readonly policy: string;
  readonly before: PolicyStatement | undefined;
  readonly keys: readonly string[];
}

/** The policies of a role that allow some of these keys. */
function rightsOf(policies: RoleProperties['policies'], keys: ReadonlySet<string>): Right[] {
  return Object.entries(policies).flatMap(([policy, document]) => {
    const before = statementsIn(document).find(({ Sid }) => Sid === TABLE_KEYS);
    const ours = textsIn(before?.Resource).filter((key) => keys.has(key));
    return ours.length === 0 ? [] : [{ policy, before, keys: ours }];
  });
}

function withRights(role: Resource, rights: readonly Right[]): Resource {
  if (rights.length === 0 || !isOf<RoleShape>(role, 'role')) return role;
  const { policies } = role.properties;
  const widened = Object.entries(policies).map(([name, policy]) => {
    const right = rights.find((each) => each.policy === name);
    return [name, right ? { ...policy, Statement: withStatement(policy, right.before, right.keys) } : policy] as const;
  });
  return {
    ...role,
    properties: { ...role.properties, policies: Object.fromEntries(widened) },
  };
}

function withStatement(
  policy: object,
  before: PolicyStatement | undefined,
  keys: readonly unknown[],
): PolicyStatement[] {
  const statements = statementsIn(policy);
  const present = statements.find(({ Sid }) => Sid === TABLE_KEYS);
  const all = [...new Set([present?.Resource ?? [], keys].flat())];
  return [...statements.filter((each) => each !== present), { ...before, ...present, Resource: all }];
}
