/** Sends a response with the headers that every API Gateway response has (docs/aws/data-plane.md). */
import type { ServerResponse } from 'node:http';
import type { ClientResponse } from '../client-response.ts';
import type { Invocation } from '../invocation.ts';

/** Headers that the gateway sets itself; they replace values from an integration. */
const OWN = new Set(['x-amzn-requestid', 'x-amz-apigw-id', 'x-amzn-trace-id']);

/** Returns the length of the body in bytes. */
export function sendResponse(invocation: Invocation, response: ServerResponse, answer: ClientResponse): number {
  // 204 and 304 have no body by definition; with a length, clients would wait for one.
  const bodiless = answer.status === 204 || answer.status === 304;
  const body = bodiless ? '' : answer.body;
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  const headers: (string | number)[] = [
    'x-amzn-RequestId',
    invocation.requestId,
    'x-amz-apigw-id',
    invocation.extendedRequestId,
  ];
  if (!bodiless) headers.push('Content-Length', length);
  if (!answer.headers.has('content-type')) headers.push('Content-Type', 'application/json');
  if (answer.traced) headers.push('X-Amzn-Trace-Id', invocation.trace.full);
  for (const [key, { name, values }] of answer.headers) {
    if (OWN.has(key)) continue;
    for (const value of values) headers.push(name, value);
  }
  // This sets Connection, because otherwise Node adds a Keep-Alive header, which API Gateway does not send.
  if (response.shouldKeepAlive && !answer.headers.has('connection')) headers.push('Connection', 'keep-alive');
  response.writeHead(answer.status, headers as string[]);
  response.end(body);
  return length;
}
