/** Components of an imported document whose names exist in the contract already. */
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { mergeInto } from '../../../src/contract/import/merge.ts';
import { parseContract } from '../../../src/contract/load-contract.ts';
import type { Contract } from '../../../src/contract/model/contract.ts';

interface Parts {
  readonly path: string;
  readonly components: object;
  readonly schema?: string;
}

function contract({ path, components, schema = 'Thing' }: Parts): { text: string; parsed: Contract } {
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } };
  const post = {
    operationId: `post${path.slice(1)}`,
    security: [{ caller: [] }],
    requestBody: { required: true, content },
    responses: { 200: { description: 'It' } },
  };
  const document = { openapi: '3.0.3', info: { title: 'x', version: '1' }, paths: { [path]: { post } }, components };
  const text = JSON.stringify(document, null, 2);
  return { text, parsed: parseContract(text, 'openapi.json') };
}

function merged(present: Parts, imported: Parts) {
  const { text, parsed } = contract(present);
  const after = parse(mergeInto(text, parsed, contract(imported).parsed).text);
  return { after, access: parseContract(JSON.stringify(after), 'openapi.json').operations.map(({ access }) => access) };
}

const KEY = { type: 'apiKey', in: 'header', name: 'x-api-key' };
const TOKEN = { type: 'http', scheme: 'bearer' };
const schemas = { Thing: { type: 'object' } };

it('keeps the security of existing operations', () => {
  const { after, access } = merged(
    { path: '/a', components: { schemas, securitySchemes: { caller: TOKEN } } },
    { path: '/b', components: { schemas, securitySchemes: { caller: KEY } } },
  );
  expect(after.paths['/a'].post.security).toEqual([{ caller: [] }]);
  expect(after.components.securitySchemes).toEqual({ caller: TOKEN, caller2: KEY });
  expect(access).toEqual([{ key: false, authorizer: expect.objectContaining({ scheme: 'caller' }) }, { key: true }]);
});

it('imports a component whose name is escaped in references', () => {
  const whole = { type: 'object', properties: { note: { type: 'string' } } };
  const { after } = merged(
    { path: '/a', components: { schemas, securitySchemes: { caller: KEY } } },
    {
      path: '/b',
      components: { schemas: { 'shop/Thing': whole }, securitySchemes: { caller: KEY } },
      schema: 'shop~1Thing',
    },
  );
  expect(after.components.schemas).toEqual({ ...schemas, 'shop/Thing': whole });
});

it('gives no two imported components the same name', () => {
  const text = { type: 'string' };
  const { after } = merged(
    { path: '/a', components: { schemas, securitySchemes: { caller: KEY } } },
    {
      path: '/b',
      components: {
        schemas: {
          Thing: { type: 'object', properties: { more: { $ref: '#/components/schemas/Thing2' } } },
          Thing2: text,
        },
        securitySchemes: { caller: KEY },
      },
    },
  );
  const { Thing, Thing2, ...others } = after.components.schemas;
  expect([Thing, Thing2]).toEqual([schemas.Thing, text]);
  const [name, value] = Object.entries(others)[0]!;
  expect(value).toEqual({ type: 'object', properties: { more: { $ref: '#/components/schemas/Thing2' } } });
  expect(after.paths['/b'].post.requestBody.content['application/json'].schema).toEqual({
    $ref: `#/components/schemas/${name}`,
  });
});

it('replaces an operation and keeps one entry for each parameter', () => {
  const parameter = (description: string) => ({
    name: 'X-Trace',
    in: 'header',
    description,
    schema: { type: 'string' },
  });
  const document = {
    openapi: '3.0.3',
    info: { title: 'x', version: '1' },
    paths: {
      '/b': {
        parameters: [parameter('of the path'), { ...parameter('of both'), name: 'X-Both' }],
        get: { operationId: 'getB', parameters: [parameter('its own')], responses: { 200: { description: 'It' } } },
      },
    },
  };
  const { text, parsed } = contract({ path: '/a', components: { schemas, securitySchemes: { caller: KEY } } });
  const after = parse(mergeInto(text, parsed, parseContract(JSON.stringify(document), 'openapi.json')).text);
  expect(after.paths['/b'].get.parameters.map(({ description }: { description: string }) => description)).toEqual([
    'its own',
    'of both',
  ]);
  expect(parseContract(JSON.stringify(after), 'openapi.json').operations).toHaveLength(2);
});
