/** Creates the invocation before the first handler runs. */
import type { IncomingMessage } from 'node:http';
import type { Cloud } from '../../cloud/cloud.ts';
import { extendedRequestId } from '../begin-invocation.ts';
import { headerValue, readHeaders } from '../http/request-headers.ts';
import { traceIds } from '../http/trace-id.ts';
import type { GatewayTarget } from '../invocation.ts';
import { decodePath } from './decode-path.ts';
import type { HttpInvocation } from './http-invocation.ts';

export function beginHttpInvocation(
  { clock, ids }: Cloud,
  http: IncomingMessage,
  target: GatewayTarget,
): HttpInvocation {
  const startedAt = clock.now();
  const headers = readHeaders(http.rawHeaders);
  const question = target.rawPath.indexOf('?');
  const path = question < 0 ? target.rawPath : target.rawPath.slice(0, question);
  const rawPath = path.startsWith('/') ? path : `/${path}`;
  return {
    http,
    target,
    startedAt,
    requestId: extendedRequestId(ids),
    headers,
    trace: traceIds(headerValue(headers, 'x-amzn-trace-id'), startedAt, ids),
    httpMethod: (http.method ?? 'GET').toUpperCase(),
    rawPath,
    decodedPath: decodePath(rawPath),
    queryString: question < 0 ? '' : target.rawPath.slice(question + 1),
    body: NO_BODY,
    stageName: '',
    path,
    stage: undefined,
    route: undefined,
    authorization: undefined,
    integration: undefined,
    error: undefined,
    outcome: undefined,
  };
}

const NO_BODY = Buffer.alloc(0);
