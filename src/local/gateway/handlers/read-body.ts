/**
 * Reads the request body. Above 10 MB the response is plain text that no gateway response changes
 * (docs/aws/data-plane.md).
 */
import type { ClientResponse } from '../client-response.ts';
import { MAX_BODY, readBody as readRequestBody } from '../http/body.ts';
import { plainRefusal } from '../http/plain-refusal.ts';
import type { Invocation } from '../invocation.ts';
import type { Handler } from './handler.ts';

export const readBody: Handler = (invocation) => {
  const body = readRequestBody(invocation.http, invocation.headers);
  return body instanceof Promise ? body.then((read) => keep(invocation, read)) : keep(invocation, body);
};

function keep(invocation: Invocation, body: Buffer | 'too-large'): ClientResponse | undefined {
  if (body !== 'too-large') {
    invocation.body = body;
    return undefined;
  }
  return plainRefusal(413, `HTTP content length exceeded ${MAX_BODY} bytes.`);
}
