/**
 * The permissions of two policy documents together. A role needs both while one release takes over from another. Pure.
 */
import { type PolicyStatement as Statement, statementsIn } from '../../iam/policy-statements.ts';
import { canonicalPolicy } from './policy-document.ts';

interface PolicyDocument {
  readonly Statement?: unknown;
}

/**
 * Returns `wanted` and everything else that `had` allows. A statement of `had` is joined with one that differs only in
 * its actions, its resources or its sources (`ArnEquals`), so that the result allows nothing that neither document
 * allows. Any other statement is added with its own `Sid`, which ends in `Before`. Only what both documents deny stays
 * denied. If `had` already allows all of `wanted`, the result is `had`.
 */
export function policyUnion<Document extends PolicyDocument>(wanted: Document, had: unknown): Document {
  const before = statementsIn(had);
  if (allowsAll(before, statementsIn(wanted))) return had as Document;
  const statements = statementsIn(wanted).filter(
    (each) => each.Effect !== 'Deny' || before.some((old) => equalExceptSid(old, each)),
  );
  for (const old of before.filter(({ Effect }) => Effect === 'Allow')) {
    if (statements.some((each) => covers(each, old))) continue;
    const both = statements.map((each) => joined(each, old));
    const place = both.findIndex((each) => each !== undefined);
    const found = both[place];
    if (found === undefined) statements.push({ ...old, Sid: freeSid(old.Sid, statements) });
    else statements[place] = found;
  }
  return { ...wanted, Statement: statements };
}

/** Whether `before` has all wanted permissions, and denies nothing that `wanted` does not deny. */
function allowsAll(before: readonly Statement[], wanted: readonly Statement[]): boolean {
  return (
    wanted.every((each) => each.Effect === 'Deny' || before.some((old) => covers(old, each))) &&
    before.every((old) => old.Effect !== 'Deny' || wanted.some((each) => equalExceptSid(old, each)))
  );
}

/** Whether the first statement allows everything that the second one allows. */
function covers(wide: Statement, narrow: Statement): boolean {
  return (
    equalExcept(['Action', 'Resource', 'Condition'], wide, narrow) &&
    includesAll(wide.Action, narrow.Action) &&
    includesAll(wide.Resource, narrow.Resource) &&
    (equalExcept(['Action', 'Resource'], wide, narrow) || includesSources(wide, narrow))
  );
}

function includesSources(wide: Statement, narrow: Statement): boolean {
  const sources = sourcesOf(wide);
  return sources !== undefined && includesAll(sources, sourcesOf(narrow));
}

/** One statement for both. Returns `undefined` if it would allow more than the two do. */
function joined(one: Statement, other: Statement): Statement | undefined {
  for (const member of ['Action', 'Resource']) {
    if (!equalExcept([member], one, other)) continue;
    if (one[member] === undefined || other[member] === undefined) continue;
    return { ...one, [member]: both(one[member], other[member]) };
  }
  const [sources, others] = [sourcesOf(one), sourcesOf(other)];
  if (!sources || !others || !equalExcept(['Condition'], one, other)) return undefined;
  return { ...one, Condition: { ArnEquals: { [SOURCE]: both(sources, others) } } };
}

const SOURCE = 'aws:SourceArn';

/** The sources to which a statement is limited. Returns `undefined` if it has no condition or another one. */
function sourcesOf({ Condition: condition }: Statement): unknown {
  const [[operator, keys] = [], ...more] = Object.entries(condition ?? {});
  const [[key, sources] = [], ...others] = Object.entries(keys ?? {});
  const isOnly = operator === 'ArnEquals' && key === SOURCE && more.length + others.length === 0;
  return isOnly ? sources : undefined;
}

const both = (one: unknown, other: unknown): unknown[] => [...new Set([...list(one), ...list(other)])];

function equalExceptSid(one: Statement, other: Statement): boolean {
  return equalExcept([], one, other);
}

/** Compares as IAM does: without the order in lists and without the `Sid`. */
function equalExcept(members: readonly string[], one: Statement, other: Statement): boolean {
  const rest = (statement: Statement) =>
    canonicalPolicy({
      Statement: Object.fromEntries(
        Object.entries(statement).filter(([name]) => name !== 'Sid' && !members.includes(name)),
      ),
    });
  return rest(one) === rest(other);
}

function includesAll(wide: unknown, narrow: unknown): boolean {
  if (wide === undefined || narrow === undefined) return wide === narrow;
  const all = new Set(list(wide));
  return list(narrow).every((each) => all.has(each));
}

/** IAM accepts only letters and digits in a `Sid`, and each `Sid` once in a document. */
function freeSid(sid: unknown, statements: readonly Statement[]): string {
  const stem = `${typeof sid === 'string' ? sid.replace(/Before\d*$/, '') : ''}Before`;
  const taken = new Set(statements.map(({ Sid }) => Sid));
  let free = stem;
  for (let number = 2; taken.has(free); number += 1) free = `${stem}${number}`;
  return free;
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
