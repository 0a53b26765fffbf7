/** The events that API Gateway would send to the function for a request, in payload versions 1.0 and 2.0. Pure. */
import type { Operation } from '../model/operations.ts';
import type { PlannedRequest } from './case.ts';
import type { SentRequest } from './send.ts';

export function proxyEvent(
  { path: resource }: Pick<Operation, 'path'>,
  { path: pathParameters, query }: PlannedRequest,
  { method, url, headers, body }: SentRequest,
  stage: string,
): object {
  const [path = '/'] = url.split('?', 1);
  const byName = valuesByName(query);
  const filled = (map: object) => (Object.keys(map).length === 0 ? null : map);
  return {
    resource,
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: filled(Object.fromEntries(query)),
    multiValueQueryStringParameters: filled(byName),
    pathParameters: filled(pathParameters),
    stageVariables: null,
    requestContext: {
      resourcePath: resource,
      httpMethod: method,
      path: `/${stage}${path}`,
      protocol: 'HTTP/1.1',
      stage,
      requestId: 'apikit-tune',
      apiId: 'apikit-tune',
      identity: { sourceIp: '127.0.0.1', userAgent: 'apikit-tune' },
    },
    body: body ?? null,
    isBase64Encoded: false,
  };
}

/** Members without a value are left out, and repeated query parameters are joined with commas. */
export function proxyEventV2(
  { path }: Pick<Operation, 'path'>,
  { path: pathParameters, query }: PlannedRequest,
  { method, url, headers, body }: SentRequest,
  stage: string,
): object {
  const [sent = '/', rawQueryString = ''] = url.split('?');
  const rawPath = `/${stage}${sent}`;
  const routeKey = `${method} ${path}`;
  const joined = Object.entries(valuesByName(query)).map(([name, values]) => [name, values.join(',')]);
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    ...(joined.length > 0 && { queryStringParameters: Object.fromEntries(joined) }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    requestContext: {
      apiId: 'apikit-tune',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'apikit-tune' },
      requestId: 'apikit-tune',
      routeKey,
      stage,
    },
    ...(body !== undefined && { body }),
    isBase64Encoded: false,
  };
}

function valuesByName(query: PlannedRequest['query']): Record<string, string[]> {
  const valuesOf = (wanted: string) => query.flatMap(([name, value]) => (name === wanted ? [value] : []));
  return Object.fromEntries(query.map(([name]) => [name, valuesOf(name)]));
}
