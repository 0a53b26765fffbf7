/** Creates the invocation before the first handler runs. */
import type { IncomingMessage } from 'node:http';
import type { Cloud, CloudIds } from '../cloud/cloud.ts';
import { headerValue, readHeaders } from './http/request-headers.ts';
import { splitTarget } from './http/target-path.ts';
import { traceIds } from './http/trace-id.ts';
import { ENDPOINT_HEADER, throughEndpoint } from './http/vpc-endpoint.ts';
import type { GatewayTarget, Invocation } from './invocation.ts';

const NO_BODY = Buffer.alloc(0);

export function beginInvocation({ clock, ids }: Cloud, http: IncomingMessage, target: GatewayTarget): Invocation {
  const startedAt = clock.now();
  const all = readHeaders(http.rawHeaders);
  const headers = all.has(ENDPOINT_HEADER) ? new Map([...all].filter(([name]) => name !== ENDPOINT_HEADER)) : all;
  return {
    http,
    target,
    startedAt,
    requestId: ids.uuid(),
    extendedRequestId: extendedRequestId(ids),
    headers,
    through: throughEndpoint(all),
    trace: traceIds(headerValue(headers, 'x-amzn-trace-id'), startedAt, ids),
    httpMethod: (headerValue(headers, 'x-http-method-override') ?? http.method ?? 'GET').toUpperCase(),
    ...splitTarget(target.rawPath),
    body: NO_BODY,
    stage: undefined,
    firewall: undefined,
    route: undefined,
    authorization: undefined,
    key: undefined,
    query: undefined,
    cache: undefined,
    integration: undefined,
    error: undefined,
    outcome: undefined,
  };
}

/** Returns sixteen characters that end in `=`, like AWS's: `KtXWvHcFvwQAbCd=`. */
export function extendedRequestId(ids: CloudIds): string {
  const random = ids.uuid();
  return `${random.slice(0, 8)}${random.slice(9, 13)}${random.slice(33)}=`;
}
