/** A response before the API is known: plain text, without a trace ID, and no gateway response changes it. */
import type { ClientResponse } from '../client-response.ts';
import { addHeader, newHeaders } from './response-headers.ts';

export function plainRefusal(status: number, body: string): ClientResponse {
  const headers = newHeaders();
  addHeader(headers, 'Content-Type', ['text/plain']);
  return { status, headers, body, traced: false };
}
