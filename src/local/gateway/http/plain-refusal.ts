/** A response before the API is known: plain text, without a trace ID, and no gateway response changes it. */
import type { Answer } from '../answer.ts';
import { addHeader, newHeaders } from './answer-headers.ts';

export function plainRefusal(status: number, body: string): Answer {
  const headers = newHeaders();
  addHeader(headers, 'Content-Type', ['text/plain']);
  return { status, headers, body, traced: false };
}
