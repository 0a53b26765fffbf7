/** Calls the API as API Gateway does: with a proxy event, for a proxy response. */
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { createApi } from '../src/api/api.ts';
import type { Log } from '../src/api/log.ts';
import { authorizers, routes } from '../src/generated/contract.js';
import type { Services } from '../src/services.ts';
import { testServices } from './services.ts';

export interface Call {
  /** By the names in the path template. */
  path?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** Sent as JSON, unless it is a string already. */
  body?: unknown;
}

export interface Setting {
  services?: Services;
  origins?: string[];
  log?: Log;
}

/** An API of its own; `call('GET /things/{id}', { path: { id } })` gives the response with its body parsed. */
export function startApi({ services = testServices(), origins = [], log = () => {} }: Setting = {}) {
  const handler = createApi({
    routes,
    authorizers,
    services,
    cors: { origins, credentials: false, exposed: 'etag' },
    log,
  });
  return async (route: string, call: Call = {}) => {
    const { statusCode, headers, body } = await handler(proxyEvent(route, call));
    return { status: statusCode, headers: headers ?? {}, body: body === '' ? undefined : JSON.parse(body) };
  };
}

function proxyEvent(route: string, { path, query, headers, body }: Call): APIGatewayProxyEvent {
  const [httpMethod = '', resource = ''] = route.split(' ');
  // API Gateway leaves the parameters of a path as they stand in the URL.
  const encoded = Object.fromEntries(
    Object.entries(path ?? {}).map(([name, value]) => [name, encodeURIComponent(value)]),
  );
  const event: Partial<APIGatewayProxyEvent> = {
    httpMethod,
    resource,
    path: resource.replace(/\{(\w+)\}/g, (_all, name: string) => encoded[name] ?? ''),
    pathParameters: path ? encoded : null,
    queryStringParameters: query ?? null,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: { requestId: 'test-request', identity: { apiKeyId: 'test-key' } } as never,
  };
  return event as APIGatewayProxyEvent;
}
