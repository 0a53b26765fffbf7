/**
 * The canonical request of Signature Version 4: path segments are encoded once more than on the request line, the query
 * is sorted, and the body is hashed (AWS General Reference, "Create a canonical request"). S3 encodes paths only once,
 * and takes the hash of the body from a header.
 */
import { hash } from 'node:crypto';
import type { Signature, SignedRequest } from './signed-request.ts';

export function canonicalRequest(request: SignedRequest, path: string, { signedHeaders }: Signature): string {
  let headers = '';
  for (const name of signedHeaders) headers += `${name}:${canonicalValue(request.header(name) ?? '')}\n`;
  const { method, query, body } = request;
  const hashed = request.payloadHash ?? sha256(body);
  return `${method}\n${path}\n${canonicalQuery(query)}\n${headers}\n${signedHeaders.join(';')}\n${hashed}`;
}

function canonicalValue(value: string): string {
  const trimmed = value.trim();
  return /\s\s|[\t\n]/.test(trimmed) ? trimmed.replace(/\s+/g, ' ') : trimmed;
}

/**
 * Some signers remove `//`, `.` and `..` from the path first, some do not. It is not known which form API Gateway
 * expects, so both are accepted, if `alsoNormalized` agrees.
 */
export function canonicalPaths(path: string, alsoNormalized: () => boolean): readonly string[] {
  if (path === '/') return ROOT;
  const normalized = withoutDots(path);
  if (normalized === path || !alsoNormalized()) return [encodeSegments(path)];
  return [encodeSegments(normalized), encodeSegments(path)];
}

const ROOT = ['/'];

/** The canonical path for S3: encoded once, however the client has encoded it. */
export const objectPath = (path: string): string =>
  path
    .split('/')
    .map((segment) => encode(decodePath(segment)))
    .join('/');

const encodeSegments = (path: string): string => path.split('/').map(encode).join('/');

/** Returns the path without `//`, `.` and `..`. */
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
 * The query is parsed as the gateway parses it for handlers: `;` separates parameters and `+` is a space. Otherwise a
 * signed `a=1%3Badmin%3Dtrue` could be sent as `a=1;admin=true` with a valid signature. Signers encode both characters.
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

/** Compares by code unit, which is by byte for percent-encoded text. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Only letters, digits and `-._~` stay unencoded (RFC 3986). */
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

/** A plus in a path is a plus. */
const decodePath = (segment: string): string => decode(segment.replaceAll('+', '%2B'));

export const sha256 = (content: string | Uint8Array): string => hash('sha256', content, 'hex');
