/** Small OpenAPI documents for imports. */

export type Document = Record<string, unknown>;

export const mock = (statusCode = '200') => ({
  type: 'mock',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  responses: { default: { statusCode } },
});

export const operationWith = (more: object = {}) => ({
  responses: { 200: { description: 'ok' } },
  'x-amazon-apigateway-integration': mock(),
  ...more,
});

export const documentWith = (paths: object, more: object = {}): Document => ({
  openapi: '3.0.1',
  info: { title: 'items', version: '1' },
  paths,
  ...more,
});

export const bytes = (document: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(document));
