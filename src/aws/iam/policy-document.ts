/**
 * Compares IAM policy documents by meaning and not by text: IAM returns them URL-encoded, and the order of keys, a
 * string instead of a list with one member, and the order in lists make no difference. Pure.
 */
import type { FieldChange } from '../../engine/resource.ts';

/** An IAM document, as plain data. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

/**
 * The most characters that all inline policies of a role may have together. Blanks do not count:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
export const LONGEST_POLICIES = 10_240;

/** Parses the URL-encoded text that IAM returns, or plain JSON. */
export function parsePolicy(text: string | undefined): PolicyDocument | undefined {
  if (!text) return undefined;
  return JSON.parse(text.startsWith('%') ? decodeURIComponent(text) : text) as PolicyDocument;
}

/** Two documents mean the same if and only if these texts are equal. */
export function canonicalPolicy(document: unknown): string {
  if (!isObject(document)) return JSON.stringify(document) ?? '';
  const { Statement, ...rest } = document;
  return JSON.stringify(sorted({ ...rest, Statement: list(Statement).map(statement) }));
}

export function samePolicy(a: unknown, b: unknown): boolean {
  return canonicalPolicy(a) === canonicalPolicy(b);
}

/** Whether this trust policy lets an AWS service assume the role, under any conditions. */
export function trusts(document: unknown, service: string): boolean {
  if (!isObject(document)) return false;
  return list(document.Statement).some((each) => {
    if (!isObject(each) || each.Effect !== 'Allow' || !isObject(each.Principal)) return false;
    const actions = list(each.Action).map((action) => String(action).toLowerCase());
    return (
      list(each.Principal.Service).includes(service) &&
      actions.some((action) => ['sts:assumerole', 'sts:*', '*'].includes(action))
    );
  });
}

/**
 * The differences between two documents: by statement if each has its own `Sid`, otherwise as a whole. The path of a
 * statement is `path.Sid`.
 */
export function policyChanges(path: string, from: unknown, to: unknown): FieldChange[] {
  if (samePolicy(from, to)) return [];
  const [had, wanted] = [statementsBySid(from), statementsBySid(to)];
  if (!had || !wanted) return [{ path, from, to }];
  const sids = [...new Set([...Object.keys(wanted), ...Object.keys(had)])];
  const changes = sids.flatMap((sid) =>
    samePolicy({ Statement: had[sid] }, { Statement: wanted[sid] })
      ? []
      : [{ path: `${path}.${sid}`, from: had[sid], to: wanted[sid] }],
  );
  return changes.length > 0 ? changes : [{ path, from, to }];
}

/** Returns `undefined` if a statement has no `Sid`, or shares it with another. */
function statementsBySid(document: unknown): Record<string, unknown> | undefined {
  if (!isObject(document)) return undefined;
  const statements = list(document.Statement);
  const entries = statements.map((each) => [isObject(each) ? each.Sid : undefined, each] as const);
  if (entries.some(([sid]) => typeof sid !== 'string')) return undefined;
  const bySid = Object.fromEntries(entries);
  return Object.keys(bySid).length === statements.length ? bySid : undefined;
}

/** In a statement every leaf is a set of strings, except `Sid` and `Effect`. */
function statement(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      if (key === 'Sid' || key === 'Effect') return [key, part];
      // `"Principal": "*"` means everybody.
      return [key, key === 'Principal' && part === '*' ? { AWS: ['*'] } : leavesAsSets(part)];
    }),
  );
}

function leavesAsSets(value: unknown): unknown {
  if (isObject(value) && !isReference(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, leavesAsSets(part)]));
  }
  return list(value)
    .map((item) => (isObject(item) ? JSON.stringify(item) : String(item)))
    .sort();
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const isReference = (value: object): boolean => '$ref' in value;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
