/** Collects the headers of a response by API Gateway's rules for reserved names. */
import type { ResponseHeaders } from '../client-response.ts';

/**
 * Headers that are renamed in responses of every integration (Developer Guide, "Amazon API Gateway important notes").
 */
const REMAPPED = ['connection', 'content-length', 'date', 'server', 'www-authenticate'];

/** Headers that are renamed only if response parameters set them. */
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

/** Headers about the transfer of the body, which the gateway decides itself: it sends a length and no trailers. */
const DROPPED: ReadonlySet<string> = new Set(['transfer-encoding', 'trailer']);

const NOTHING: ReadonlySet<string> = new Set();

type MutableHeaders = Map<string, { name: string; values: string[] }>;

/** Adds values to a header; case does not matter. `remapped` has the names that are renamed. */
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

/** A token (RFC 9110 §5.6.2). The check is needed because a template can create any name. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** The characters that a header value can hold: no control characters, nothing beyond Latin-1. */
const SENDABLE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Adds the result of a mapping. A mapping without a value, or with a value that no header can hold, is skipped. */
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

/** Returns a copy with another header. */
export function withHeader(headers: ResponseHeaders, name: string, value: string): ResponseHeaders {
  const copy = newHeaders();
  for (const entry of headers.values()) addHeader(copy, entry.name, entry.values);
  addHeader(copy, name, [value]);
  return copy;
}
