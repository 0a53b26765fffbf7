import { expect, it } from 'vitest';
import { withDeclaredHeaders } from '../../../src/contract/compile/declared-headers.ts';
import { apiDocument } from '../../../src/contract/model/api-document.ts';

const cors = {
  origins: ['https://a.example'],
  loopback: false,
  credentials: false,
  allowHeaders: ['x-own'],
  exposeHeaders: ['ETag'],
  maxAge: 600,
};
const header = (name: string) => ({ name, in: 'header', schema: { type: 'string' } });

const document = {
  paths: {
    '/a': {
      parameters: [header('X-Tenant')],
      get: {
        operationId: 'a',
        parameters: [header('X-Own'), header("it's"), header('Accept-Language'), { ...header('q'), in: 'query' }],
        responses: { 200: { $ref: '#/components/responses/Page' }, 404: { headers: { etag: {}, 'X-Total': {} } } },
      },
    },
  },
  components: { responses: { Page: { headers: { 'X-Next': {}, 'Set-Cookie': {} } } } },
};

it('allows the request headers of operations in CORS, and exposes their response headers', () => {
  expect(withDeclaredHeaders(cors, apiDocument(document))).toEqual({
    ...cors,
    allowHeaders: ['x-own', 'x-tenant'],
    exposeHeaders: ['ETag', 'x-next', 'x-total'],
  });
});

it('adds nothing if CORS is off', () => {
  expect(withDeclaredHeaders(undefined, apiDocument(document))).toBeUndefined();
});
