/** Events as API Gateway sends them to a Lambda proxy integration (payload 1.0, docs/aws/data-plane.md). */
import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';

export interface Call {
  id?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** Sent as JSON, unless it is a string already. */
  body?: unknown;
  apiKeyId?: string;
}

/** `route` is a method and a path template: 'GET /items/{id}'. Empty maps and bodies are null, as on AWS. */
export function proxyEvent(route: string, call: Call = {}): APIGatewayProxyEvent {
  const [httpMethod = '', resource = ''] = route.split(' ');
  const path = resource.replace('{id}', encodeURIComponent(call.id ?? ''));
  const headers: Record<string, string> = {
    Host: 'abc123.execute-api.eu-west-1.amazonaws.com',
    'X-Forwarded-For': '198.51.100.7',
    ...(call.body !== undefined && { 'Content-Type': 'application/json' }),
    ...call.headers,
  };
  const query = call.query ?? null;
  const lists = (map: Record<string, string>) => Object.fromEntries(Object.entries(map).map(([k, v]) => [k, [v]]));
  return {
    resource,
    path,
    httpMethod,
    headers,
    multiValueHeaders: lists(headers),
    queryStringParameters: query,
    multiValueQueryStringParameters: query && lists(query),
    pathParameters: call.id === undefined ? null : { id: encodeURIComponent(call.id) },
    stageVariables: null,
    requestContext: requestContext(httpMethod, resource, path, call.apiKeyId ?? 'key1'),
    body: call.body === undefined ? null : typeof call.body === 'string' ? call.body : JSON.stringify(call.body),
    isBase64Encoded: false,
  };
}

function requestContext(httpMethod: string, resourcePath: string, path: string, apiKeyId: string) {
  return {
    accountId: '000000000000',
    apiId: 'abc123',
    authorizer: null,
    domainName: 'abc123.execute-api.eu-west-1.amazonaws.com',
    domainPrefix: 'abc123',
    extendedRequestId: 'KtXWvHcFvwQ=',
    httpMethod,
    identity: {
      accessKey: null,
      accountId: null,
      apiKey: 'secret-key-value',
      apiKeyId,
      caller: null,
      clientCert: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: '198.51.100.7',
      user: null,
      userAgent: 'curl/8',
      userArn: null,
    },
    path: `/dev${path}`,
    protocol: 'HTTP/1.1',
    requestId: randomUUID(),
    requestTime: '20/Nov/2026:09:12:34 +0000',
    requestTimeEpoch: 1795165954000,
    resourceId: 'res123',
    resourcePath,
    stage: 'dev',
  };
}
