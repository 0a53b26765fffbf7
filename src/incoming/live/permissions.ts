/**
 * Turns the policies of a role into `function.permissions`. apikit grants the log and what the code does with the
 * tables; rights on tables are kept for the tables of the project, and everything else as it is. Pure.
 */
import type { HandMadeFunction } from '../../aws/hand-made/read-function.ts';
import { isObject, type Json } from '../../contract/model/json.ts';
import type { Finding } from '../finding.ts';

export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: object;
  readonly why?: string;
}

export interface Permissions {
  readonly permissions: readonly Permission[];
  readonly findings: readonly Finding[];
}

/** The actions on items. apikit itself creates and changes tables. */
const ON_ITEMS = [
  'BatchGetItem',
  'BatchWriteItem',
  'ConditionCheckItem',
  'DeleteItem',
  'DescribeTable',
  'GetItem',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
].map((name) => `dynamodb:${name}`);

/** The services whose permissions apikit grants by itself: for the log, for tracing and for interfaces in a VPC. */
const GRANTED = /^(?:logs|xray|ec2):/i;

/** AWS's own policies for DynamoDB also allow what its console shows: alarms, keys, clusters of DAX. */
const FOR_CONSOLE = /^arn:[^:]+:iam::aws:policy\/AmazonDynamoDB/;

const onItems = (statements: readonly Json[]): Json[] =>
  statements.flatMap((statement) => {
    const Action = texts(statement.Action).filter((action) => /^dynamodb:/i.test(action));
    return Action.length === 0 ? [] : [{ ...statement, Action }];
  });

/** `tables` are the names in apikit.yaml. */
export function permissionsOf(functions: readonly HandMadeFunction[], tables: readonly string[]): Permissions {
  const kept = new Map<string, Permission>();
  const findings: Finding[] = [];
  for (const { role, policies } of functions) {
    for (const { name, arn, document } of policies) {
      const place = `policy ${name} of role ${role.slice(role.lastIndexOf('/') + 1)}`;
      const all = statementsIn(document);
      for (const statement of arn !== null && FOR_CONSOLE.test(arn) ? onItems(all) : all) {
        const { permissions, says } = keptOf(statement, tables, place);
        for (const one of permissions) kept.set(JSON.stringify(one), one);
        findings.push(...says.map(([about, text]): Finding => ({ about, place, says: text })));
      }
    }
  }
  return { permissions: [...kept.values()], findings: distinctFindings(findings) };
}

interface Kept {
  readonly permissions: readonly Permission[];
  readonly says: readonly (readonly [Finding['about'], string])[];
}

/** Returns what the project keeps of one statement, if it has these tables. */
export function keptOf(statement: Json, tables: readonly string[], place: string): Kept {
  const actions = texts(statement.Action);
  const resources = texts(statement.Resource);
  if (statement.Effect !== 'Allow' || actions.length === 0 || resources.length === 0) {
    const says = `Its statement ${shown(statement)} is not an allowance of actions on resources, and is not kept.`;
    return { permissions: [], says: [['lost', says]] };
  }
  if (actions.includes('*')) {
    const says =
      'It allows every action. It is not kept: the new function may do what its code needs with the tables, and `apikit validate` says what else the code calls.';
    return { permissions: [], says: [['lost', says]] };
  }
  const ofItems = actions.filter((action) => /^dynamodb:/i.test(action));
  const others = actions.filter((action) => !GRANTED.test(action) && !/^dynamodb:/i.test(action));
  const says: [Finding['about'], string][] = [];
  const permissions: Permission[] = [];
  const itemActions = ON_ITEMS.filter((action) => ofItems.some((pattern) => matches(pattern, action)));
  if (itemActions.length > 0 && tables.length > 0) {
    const arns = tables.flatMap((table) => [`\${table.${table}.arn}`, `\${table.${table}.arn}/index/*`]);
    permissions.push({ actions: itemActions, resources: arns });
    if (resources.some((resource) => /[*?]/.test(resource)) || ofItems.some((action) => action.includes('*'))) {
      const what = ofItems.length > 3 ? `${ofItems.length} actions of DynamoDB` : ofItems.join(', ');
      says.push([
        'changes',
        `It allows ${what} on ${resources.join(', ')}. The new function may work with the items of ${tables.join(', ')} only.`,
      ]);
    }
  }
  if (others.length > 0) {
    const wide =
      resources.some((resource) => resource === '*' || /[:/]\*$/.test(resource)) ||
      others.some((one) => one.endsWith(':*'));
    const conditions = isObject(statement.Condition) ? { conditions: statement.Condition } : {};
    permissions.push({
      actions: others,
      resources,
      ...conditions,
      ...(wide && { why: `The ${place} allowed it. Name the actions and resources that the code needs.` }),
    });
    if (wide)
      says.push([
        'changes',
        `It allows ${few(others)} on ${resources.join(', ')}. The project keeps that with a why: narrow it.`,
      ]);
  }
  return { permissions, says };
}

function statementsIn(document: unknown): Json[] {
  if (!isObject(document)) return [];
  return [document.Statement].flat().filter(isObject);
}

const texts = (value: unknown): string[] => [value].flat().filter((one) => typeof one === 'string');

const shown = ({ Sid, ...statement }: Json): string => (typeof Sid === 'string' ? Sid : JSON.stringify(statement));

const few = (actions: readonly string[]): string =>
  actions.length > 3 ? `${actions.slice(0, 3).join(', ')} and ${actions.length - 3} more` : actions.join(', ');

/** IAM's wildcards: `*` for any text, `?` for one character, without regard to case. */
function matches(pattern: string, action: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 'i').test(action);
}

/** Each finding once: policies and functions share statements. */
export const distinctFindings = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values(),
];
