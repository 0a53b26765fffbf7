/** Collects the headers of an answer under API Gateway's rules for reserved names. */
import type { AnswerHeaders } from '../invocation.ts';

/** Developer Guide, "Amazon API Gateway important notes": renamed in answers of every integration. */
const REMAPPED = ['connection', 'content-length', 'date', 'server', 'www-authenticate'];

/** Renamed in answers made by response parameters only. */
const REMAPPED_WHEN_MAPPED = [
  'authorization',
  'content-md5',
  'expect',
  'host',
  'max-forwards',
  'proxy-authenticate',
  'trailer',
  'upgrade',
  'user-agent',
];

export const PROXY_REMAPPED: ReadonlySet<string> = new Set(REMAPPED);
export const MAPPED_REMAPPED: ReadonlySet<string> = new Set([...REMAPPED, ...REMAPPED_WHEN_MAPPED]);

const DROPPED = 'transfer-encoding';

type MutableHeaders = Map<string, { name: string; values: string[] }>;

/** Adds values to what is there under the same name, whatever its casing. */
export function addHeader(
  headers: MutableHeaders,
  name: string,
  values: readonly string[],
  remapped: ReadonlySet<string>,
): void {
  const asked = name.toLowerCase();
  if (asked === DROPPED || values.length === 0) return;
  const sent = remapped.has(asked) ? `x-amzn-Remapped-${name}` : name;
  const key = sent.toLowerCase();
  const entry = headers.get(key);
  if (entry) entry.values.push(...values);
  else headers.set(key, { name: sent, values: [...values] });
}

export const NO_HEADERS: AnswerHeaders = new Map();

export function newHeaders(): MutableHeaders {
  return new Map();
}
