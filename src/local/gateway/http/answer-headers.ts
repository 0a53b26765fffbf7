/** Collects the headers of an answer under API Gateway's rules for reserved names. */

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

/** About how the body is sent, which is the gateway's own: with its length, and without anything behind it. */
const DROPPED: ReadonlySet<string> = new Set(['transfer-encoding', 'trailer']);

const NOTHING: ReadonlySet<string> = new Set();

type MutableHeaders = Map<string, { name: string; values: string[] }>;

/** Adds values to what is there under the same name, whatever its casing. `remapped`: names that are renamed. */
export function addHeader(
  headers: MutableHeaders,
  name: string,
  values: readonly string[],
  remapped: ReadonlySet<string> = NOTHING,
): void {
  const sent = remapped.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name;
  const key = sent.toLowerCase();
  if (DROPPED.has(key) || values.length === 0) return;
  const entry = headers.get(key);
  if (entry) entry.values.push(...values);
  else headers.set(key, { name: sent, values: [...values] });
}

/** A token (RFC 9110 §5.6.2): a template may have put a name together from anything. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** What may stand in a header: no control characters, nothing beyond Latin-1. */
const SENDABLE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Adds the result of a mapping; one without a value, or with one that no header can hold, is left out. */
export function addMappedHeader(
  headers: MutableHeaders,
  name: string,
  value: string | undefined,
  remapped: ReadonlySet<string> = NOTHING,
): void {
  if (value !== undefined && SENDABLE.test(value) && NAME.test(name)) addHeader(headers, name, [value], remapped);
}

export function newHeaders(): MutableHeaders {
  return new Map();
}
