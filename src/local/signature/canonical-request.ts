/**
 * The canonical request of Signature Version 4 as every service but S3 forms it: segments of the path are encoded once
 * more than on the request line, the query is sorted, the body is hashed (AWS General Reference, "Create a canonical request").
 */
import { hash } from 'node:crypto';
import type { Signature, SignedRequest } from './signed-request.ts';

export function canonicalRequest(request: SignedRequest, path: string, { signedHeaders }: Signature): string {
  let headers = '';
  for (const name of signedHeaders) headers += `${name}:${canonicalValue(request.header(name) ?? '')}\n`;
  const { method, query, body } = request;
  return `${method}\n${path}\n${canonicalQuery(query)}\n${headers}\n${signedHeaders.join(';')}\n${sha256(body)}`;
}

function canonicalValue(value: string): string {
  const trimmed = value.trim();
  return /\s\s|[\t\n]/.test(trimmed) ? trimmed.replace(/\s+/g, ' ') : trimmed;
}

/**
 * Signers remove `//`, `.` and `..` from the path first, or do not; which of both API Gateway expects is not known, so
 * where they differ either is good, as long as `alsoNormalized` agrees.
 */
export function canonicalPaths(path: string, alsoNormalized: () => boolean): readonly string[] {
  if (path === '/') return ROOT;
  const normalized = withoutDots(path);
  if (normalized === path || !alsoNormalized()) return [encodeSegments(path)];
  return [encodeSegments(normalized), encodeSegments(path)];
}

const ROOT = ['/'];

const encodeSegments = (path: string): string => path.split('/').map(encode).join('/');

/** The path without `//`, `.` and `..`. */
export function withoutDots(path: string): string {
  if (!/\/\/|\/\.{1,2}(\/|$)/.test(path)) return path;
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  return `/${kept.join('/')}${path.endsWith('/') && kept.length > 0 ? '/' : ''}`;
}

/**
 * The query is read as the gateway reads it for handlers: `;` separates parameters and `+` is a space. Else a signed
 * `a=1%3Badmin%3Dtrue` could be sent as `a=1;admin=true`, and would still be well signed. Signers encode both signs.
 */
function canonicalQuery(query: string): string {
  if (query === '') return '';
  const pairs: [string, string][] = [];
  for (const pair of query.split(/[&;]/)) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = encode(decode(equals < 0 ? pair : pair.slice(0, equals)));
    if (name === 'X-Amz-Signature') continue;
    pairs.push([name, equals < 0 ? '' : encode(decode(pair.slice(equals + 1)))]);
  }
  return pairs
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** By code unit, which for percent-encoded text is by byte. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** RFC 3986: only letters, digits and `-._~` stay as they are. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

export const sha256 = (content: string | Uint8Array): string => hash('sha256', content, 'hex');
