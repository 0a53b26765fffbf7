/**
 * Compares IAM policy documents by meaning rather than by text: IAM returns them URL-encoded, and key order, one string or a
 * list of one, and the order inside lists say nothing. Pure.
 */

/** The document behind the URL-encoded text of IAM's answers, or behind plain JSON text. */
export function parsePolicy(text: string | undefined): unknown {
  if (!text) return undefined;
  return JSON.parse(text.startsWith('%') ? decodeURIComponent(text) : text);
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
