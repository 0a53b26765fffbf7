/** Calls the API as API Gateway does: with a proxy event, for a proxy response. */
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { createApi } from '../src/api.ts';
import type { Log } from '../src/log.ts';
import { createOperations } from '../src/operations.ts';
import type { Store } from '../src/store.ts';
import { createMemoryStore } from './memory-store.ts';

export interface Call {
  id?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** Sent as JSON, unless it is a string already. */
  body?: unknown;
}

export interface Setting {
  store?: Store;
  origins?: string[];
  log?: Log;
}

/** An API of its own; `call('GET /things/{id}', { id })` gives the response with its body parsed. */
export function startApi({ store = createMemoryStore(), origins = [], log = () => {} }: Setting = {}) {
  const handler = createApi({
    routes: createOperations({ store, now: () => new Date() }),
    cors: { origins, credentials: false },
    log,
  });
  return async (route: string, call: Call = {}) => {
    const { statusCode, headers, body } = await handler(proxyEvent(route, call));
    return { status: statusCode, headers: headers ?? {}, body: body === '' ? undefined : JSON.parse(body) };
  };
}

function proxyEvent(route: string, { id, query, headers, body }: Call): APIGatewayProxyEvent {
  const [httpMethod = '', resource = ''] = route.split(' ');
  const event: Partial<APIGatewayProxyEvent> = {
    httpMethod,
    resource,
    path: resource.replace('{id}', id ?? ''),
    pathParameters: id === undefined ? null : { id },
    queryStringParameters: query ?? null,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: { requestId: 'test-request', identity: { apiKeyId: 'test-key' } } as never,
  };
  return event as APIGatewayProxyEvent;
}
