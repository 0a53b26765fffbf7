/** Sends an answer with the headers that every response of an HTTP API has (docs/aws/http-apis.md). */
import type { ServerResponse } from 'node:http';
import type { HttpAnswer } from './http-answer.ts';
import type { HttpInvocation } from './http-invocation.ts';

/** Headers that the gateway sets itself; they replace values from an integration. */
const OWN = new Set([
  'apigw-requestid',
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'trailer',
  'transfer-encoding',
]);

/** Returns the length of the body in bytes. */
export function sendHttpAnswer(invocation: HttpInvocation, response: ServerResponse, answer: HttpAnswer): number {
  // 204 and 304 have no body by definition; with a length, clients would wait for one.
  const bodiless = answer.status === 204 || answer.status === 304;
  const body = bodiless ? '' : answer.body;
  const length = Buffer.byteLength(body);
  const headers: string[] = [];
  if (!bodiless) headers.push('Content-Length', String(length));
  for (const [name, value] of answer.headers) if (!OWN.has(name)) headers.push(name, value);
  headers.push('apigw-requestid', invocation.requestId);
  if (response.shouldKeepAlive) headers.push('Connection', 'keep-alive');
  response.writeHead(answer.status, headers);
  response.end(body);
  return length;
}
