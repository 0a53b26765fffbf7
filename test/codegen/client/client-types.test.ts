/** The types of a client for properties of one direction, several media types, and statuses. */
import { expect, it } from 'vitest';
import { clientTypes } from '../../../src/codegen/client/client-types.ts';
import { apiDocument } from '../../../src/contract/model/api-document.ts';

const typesOf = (operation: object, schemas: object = {}, method = 'post') =>
  clientTypes(
    apiDocument({ paths: { '/things': { [method]: { operationId: 'call', ...operation } } }, components: { schemas } }),
  );

const json = (schema: object) => ({ content: { 'application/json': { schema } } });

it('gives requests no readOnly properties and responses no writeOnly ones, through references too', () => {
  const types = typesOf(
    {
      requestBody: { required: true, ...json({ $ref: '#/components/schemas/List' }) },
      responses: { 200: json({ $ref: '#/components/schemas/List' }) },
    },
    {
      List: { type: 'array', items: { $ref: '#/components/schemas/User' } },
      User: {
        type: 'object',
        required: ['id', 'password'],
        properties: {
          id: { type: 'string', readOnly: true },
          password: { type: 'string', writeOnly: true },
          address: { $ref: '#/components/schemas/Address' },
        },
      },
      Address: { type: 'object', properties: { city: { type: 'string' } } },
    },
  );
  expect(types).toContain('  type List = (User)[];\n');
  expect(types).toContain('  type List_sent = (User_sent)[];\n');
  expect(types).toContain('  interface User {\n    id: string;\n    address?: Address;\n  }\n');
  expect(types).toContain('  interface User_sent {\n    password: string;\n    address?: Address;\n  }\n');
  expect(types).not.toContain('Address_sent');
  expect(types).toContain('      body: Schemas.List_sent;\n');
  expect(types).toContain('      | Reply<200, Schemas.List>\n');
});

it('lets the media type decide the type of the body', () => {
  const content = { 'application/json': { schema: { type: 'integer' } }, 'text/csv': {}, 'image/*': {} };
  const types = typesOf({ requestBody: { content } });
  expect(types).toContain(
    '{ contentType: "application/json"; body: number } | { contentType: "text/csv"; body: string } | ' +
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the generated type is a template.
      '{ contentType: `image/${string}`; body: Contents } | { contentType?: undefined; body?: undefined }',
  );
  expect(typesOf({ requestBody: { content: { 'image/*': {} }, required: true } })).toContain(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the generated type is a template.
    '      contentType: `image/${string}`; body: Contents;\n',
  );
  expect(typesOf({ requestBody: { content: { '*/*': {} } } })).toContain('contentType?: string; body?: Contents;');
});

it('gives each status the body of its response, and other statuses an unknown body', () => {
  const text = { content: { 'text/plain': {} } };
  const problem = json({ type: 'boolean' });
  expect(typesOf({ responses: { 200: text, 204: {}, '4XX': problem, 404: text } })).toContain(`
      | Reply<200, string>
      | Reply<204, undefined>
      | Reply<404, string>
      | Reply<Exclude<StatusOf<'4'>, 200 | 204 | 404>, boolean>
      | Reply<Exclude<Status, 200 | 204 | 404 | StatusOf<'4'>>, unknown>;
`);
  expect(typesOf({ responses: { 200: text, default: problem } })).toContain(
    '| Reply<200, string>\n      | Reply<Exclude<Status, 200>, boolean>;\n',
  );
});

it('requires the method of an operation for every method, and a request only if something in it is required', () => {
  expect(typesOf({}, {}, 'x-amazon-apigateway-any-method')).toContain("      method: 'GET' | 'HEAD' | 'POST' |");
  expect(typesOf({}, {}, 'x-amazon-apigateway-any-method')).toContain('call: (request: Operations');
  expect(typesOf({ requestBody: json({}) })).toContain('call: (request?: Operations');
  expect(typesOf({ requestBody: { required: true, ...json({}) } })).toContain('call: (request: Operations');
});

it('offers objects as parameters only in the styles that the client sends', () => {
  const object = { type: 'object', properties: { a: { type: 'string' } } };
  const types = typesOf(
    {
      parameters: [
        { name: 'deep', in: 'query', style: 'deepObject', schema: object },
        { name: 'json', in: 'query', content: { 'application/json': { schema: object } } },
        { name: 'plain', in: 'query', schema: { $ref: '#/components/schemas/Plain' } },
        { name: 'x-object', in: 'header', schema: object },
        { name: 'text', in: 'query', schema: {} },
      ],
    },
    { Plain: object },
  );
  expect(types).toMatch(/ deep\?: \{\s+a\?: string;\s+\};\n/);
  expect(types).toMatch(/ json\?: \{\s+a\?: string;\s+\};\n/);
  expect(types).toContain(' plain?: never;\n');
  expect(types).toContain(' "x-object"?: never;\n');
  expect(types).toContain(' text?: unknown;\n');
});
