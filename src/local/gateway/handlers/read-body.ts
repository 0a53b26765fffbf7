/**
 * Takes in the request body; above 10 MB the answer is plain text that no gateway response changes
 * (docs/aws/data-plane.md).
 */
import { addHeader, newHeaders } from '../http/answer-headers.ts';
import { MAX_BODY, readBody as readRequestBody } from '../http/body.ts';
import type { Answer, Invocation } from '../invocation.ts';
import type { Handler } from './handler.ts';

export const readBody: Handler = (invocation) => {
  const body = readRequestBody(invocation.http, invocation.headers);
  return body instanceof Promise ? body.then((read) => keep(invocation, read)) : keep(invocation, body);
};

function keep(invocation: Invocation, body: Buffer | 'too-large'): Answer | undefined {
  if (body !== 'too-large') {
    invocation.body = body;
    return undefined;
  }
  const headers = newHeaders();
  addHeader(headers, 'Content-Type', ['text/plain']);
  return { status: 413, headers, body: `HTTP content length exceeded ${MAX_BODY} bytes.`, traced: false };
}
