/**
 * The headers of the request as integrations see them: without the headers that only the gateway uses, and with those
 * that it adds.
 */
import { ADDED, HIDDEN, RECASED } from '../http/passed-headers.ts';
import { headerValue } from '../http/request-headers.ts';
import type { Invocation } from '../invocation.ts';
import { sourceIp } from '../values/context-variables.ts';

/** Name in its shown spelling → the last value. */
export function incomingHeaders(invocation: Invocation): Map<string, string> {
  const headers = new Map<string, string>();
  for (const [key, { name, values }] of invocation.headers) {
    if (!HIDDEN.has(key) && !ADDED.has(key)) headers.set(RECASED.get(key) ?? name, values.at(-1)!);
  }
  if (invocation.isTest) return headers;
  const forwarded = headerValue(invocation.headers, 'x-forwarded-for');
  const address = sourceIp(invocation);
  headers.set('X-Amzn-Trace-Id', invocation.trace.inEvent);
  headers.set('X-Forwarded-For', forwarded === undefined ? address : `${forwarded}, ${address}`);
  headers.set('X-Forwarded-Port', String(invocation.http.socket.localPort));
  headers.set('X-Forwarded-Proto', 'http');
  return headers;
}
