/** The parts of an event that both payload versions have: headers, query and body as HTTP APIs pass them on. */

import { mediaTypeOf } from '../http/media-type.ts';
import { decodePercent } from '../http/query.ts';
import { headerValue } from '../http/request-headers.ts';
import { sourceIp } from '../values/context-variables.ts';
import type { HttpInvocation } from './http-invocation.ts';

/** Headers about one connection, which the function does not get. */
const HOP_HEADERS = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Returns the client's headers with those that the gateway adds, by name in lower case, sorted by name. */
export function eventHeaders(invocation: HttpInvocation): [name: string, values: string[]][] {
  const { headers, http, trace, body } = invocation;
  const found = new Map<string, string[]>();
  for (const [key, { values }] of headers) if (!HOP_HEADERS.has(key)) found.set(key, [...values]);
  const ip = sourceIp(invocation);
  const forwarded = headerValue(headers, 'x-forwarded-for');
  // Every event has a length, also that of a request without a body (docs/aws/http-apis.md).
  found.set('content-length', [String(body.length)]);
  found.set('x-amzn-trace-id', [trace.inEvent]);
  found.set('x-forwarded-for', [forwarded === undefined ? ip : `${forwarded}, ${ip}`]);
  found.set('x-forwarded-port', [String(http.socket.localPort)]);
  found.set('x-forwarded-proto', ['http']);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Returns all values of each parameter, decoded, in the order of the request. */
export function queryParameters(queryString: string): Record<string, string[]> {
  const found: Record<string, string[]> = Object.create(null);
  for (const pair of queryString.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decoded(pair.slice(equals + 1));
    found[name] = [...(found[name] ?? []), value];
  }
  return found;
}

const decoded = (text: string): string => decodePercent(text.replaceAll('+', ' '));

/** The media types whose bodies are text; every other body is in base64 (docs/aws/http-apis.md). */
const TEXT = /^(?:text\/.*|application\/(?:json|javascript|xml))$/;

/** Returns the body as events have it. */
export function eventBody({ headers, body }: HttpInvocation): { readonly text: string; readonly isBase64: boolean } {
  const type = mediaTypeOf(headerValue(headers, 'content-type'));
  const isBase64 = body.length > 0 && (type === undefined || !TEXT.test(type));
  return { text: body.toString(isBase64 ? 'base64' : 'utf8'), isBase64 };
}

export const isEmpty = (map: object): boolean => Object.keys(map).length === 0;
