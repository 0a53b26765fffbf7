/**
 * Compares IAM policy documents by meaning rather than by text: IAM returns them URL-encoded, and key order, one string or a
 * list of one, and the order inside lists say nothing. Pure.
 */
import type { FieldChange } from '../../engine/resource.ts';

/** An IAM document, as plain data. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

/**
 * The most characters that all inline policies of a role have together. Blanks do not count:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
export const LONGEST_POLICIES = 10_240;

/** The document behind the URL-encoded text of IAM's answers, or behind plain JSON text. */
export function parsePolicy(text: string | undefined): PolicyDocument | undefined {
  if (!text) return undefined;
  return JSON.parse(text.startsWith('%') ? decodeURIComponent(text) : text) as PolicyDocument;
}

/** Two documents mean the same exactly if these are the same text. */
export function canonicalPolicy(document: unknown): string {
  if (!isObject(document)) return JSON.stringify(document) ?? '';
  const { Statement, ...rest } = document;
  return JSON.stringify(sorted({ ...rest, Statement: list(Statement).map(statement) }));
}

export function samePolicy(a: unknown, b: unknown): boolean {
  return canonicalPolicy(a) === canonicalPolicy(b);
}

/** Whether a role with this trust policy can be assumed by an AWS service, under whatever conditions. */
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
 * What differs between two documents: statement by statement where each has a `Sid` of its own, otherwise as a whole. The
 * path of a statement is `path.Sid`.
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

/** `undefined` where a statement has no `Sid`, or not one of its own. */
function statementsBySid(document: unknown): Record<string, unknown> | undefined {
  if (!isObject(document)) return undefined;
  const statements = list(document.Statement);
  const entries = statements.map((each) => [isObject(each) ? each.Sid : undefined, each] as const);
  if (entries.some(([sid]) => typeof sid !== 'string')) return undefined;
  const bySid = Object.fromEntries(entries);
  return Object.keys(bySid).length === statements.length ? bySid : undefined;
}

/** Within a statement every leaf is a set of strings; only `Sid` and `Effect` are single by nature. */
function statement(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      if (key === 'Sid' || key === 'Effect') return [key, part];
      // `"Principal": "*"` is short for everyone.
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
