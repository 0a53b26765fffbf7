/** The event that API Gateway would send to the function for a request: payload 1.0 of a proxy integration. Pure. */
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
  const valuesOf = (wanted: string) => query.flatMap(([name, value]) => (name === wanted ? [value] : []));
  const byName = Object.fromEntries(query.map(([name]) => [name, valuesOf(name)]));
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
