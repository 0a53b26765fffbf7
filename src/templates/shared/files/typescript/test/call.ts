/** Calls the API like API Gateway: with a proxy event, for a proxy response. */
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { createApi } from '../src/api/api.ts';
import type { Log } from '../src/api/log.ts';
import { authorizers, routes } from '../src/generated/contract.js';
import type { Services } from '../src/services.ts';
import { testServices } from './services.ts';

export interface Call {
  /** The values by the names in the path template. */
  path?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** Sent as JSON, unless it is a string. */
  body?: unknown;
}

export interface Setting {
  services?: Services;
  origins?: string[];
  log?: Log;
}

/** Starts a separate API. `call('GET /things/{id}', { path: { id } })` returns the response with its body parsed. */
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
  // API Gateway does not decode the parameters of a path.
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
