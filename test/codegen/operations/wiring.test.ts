import { expect, test } from 'vitest';
import { generateContract } from '../../../src/codegen/generate-contract.ts';
import { wire } from '../../../src/codegen/operations/wiring.ts';
import { type ApiDocument, apiDocument } from '../../../src/contract/model/api-document.ts';
import { operationsOf } from '../../../src/contract/model/operations.ts';

const files = ['api/request.ts', 'crud/table.ts'];
const listing = (names: string[], path = '/orders') =>
  apiDocument({
    openapi: '3.0.3',
    paths: {
      [path]: {
        get: {
          operationId: 'listOrders',
          parameters: names.map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
        },
      },
    },
  });
const rules = ({ operations }: ApiDocument, tables: Parameters<typeof wire>[1]['tables'], more: string[] = []) =>
  wire(operations, { tables, files: [...files, ...more] }).problems.map(({ rule }) => rule);

test('a filter becomes a Query if an index exists, and is rejected otherwise', async () => {
  const indexes = { byStatus: { key: 'status', sortKey: 'createdAt' } };
  const tables = { orders: { key: 'id', indexes } };
  expect(rules(listing(['status', 'limit', 'cursor']), tables)).toEqual([]);
  expect(rules(listing(['status', 'colour']), tables)).toEqual(['operation-filter']);
  expect(rules(listing(['status']), { orders: { key: 'id' } })).toEqual(['operation-filter']);
  const { js } = await generateContract(listing(['status']), { tables, files });
  expect(js).toContain('crud/query-page.ts');
});

test('a list without filters has no code for a Query, and a list by partition key none for a Scan', async () => {
  const plain = await generateContract(listing([]), { tables: { orders: { key: 'id' } }, files });
  expect(plain.js).toContain('crud/scan-page.ts');
  expect(plain.js).not.toContain('crud/query-page.ts');
  const tables = { orders: { key: 'shop', sortKey: 'id' } };
  const part = await generateContract(listing([], '/shops/{shop}/orders'), { tables, files });
  expect(part.js).toContain('crud/query-page.ts');
  expect(part.js).not.toContain('crud/scan-page.ts');
});

test('a path must have the key of its table and nothing else', () => {
  expect(rules(listing([], '/shops/{shop}/orders'), { orders: { key: 'id' } })).toEqual(['operation-key']);
  expect(rules(listing([]), { orders: { key: 'id', keyType: 'number' } })).toEqual(['operation-key']);
});

test('the command for a missing handler can be typed', () => {
  const { operations } = apiDocument({
    openapi: '3.0.3',
    paths: { '/report': { get: { operationId: 'the report' } } },
  });
  const [problem] = wire(operations, { tables: {}, files }).problems;
  expect(problem?.fix).toBe("Run: apikit add operation 'the report'");
});

test('an operation without code is an error, code without an operation is a warning, and a function overrides a generated verb', () => {
  expect(rules(listing([]), {})).toEqual(['operation-unanswered']);
  expect(rules(listing([]), { orders: { key: 'id' } }, ['operations/getOrder.ts'])).toEqual(['operation-leftover']);
  const own = wire(listing([]).operations, {
    tables: { orders: { key: 'id' } },
    files: [...files, 'operations/listOrders.ts'],
  });
  expect(own.operations).toMatchObject([{ own: { name: 'listOrders' }, stored: true }]);
});

test('operations with the same file name are reported, in both languages and in any case of letters', () => {
  const both = (...ids: [string, string]) =>
    operationsOf({
      openapi: '3.0.3',
      paths: Object.fromEntries(ids.map((operationId, index) => [`/${index}`, { get: { operationId } }])),
    });
  const shared = (ids: [string, string], language?: 'python') =>
    wire(both(...ids), {
      tables: {},
      files: [...files, 'api/request.py'],
      ...(language && { language }),
    }).problems.filter(({ rule }) => rule === 'operation-file-twice');
  expect(shared(['users.list', 'users_list'])).toMatchObject([
    { path: ['paths', '/1', 'get', 'operationId'], message: expect.stringContaining('src/operations/usersList.ts') },
  ]);
  expect(shared(['getUser', 'getuser'])).toHaveLength(1);
  expect(shared(['get-user', 'getUsers'])).toHaveLength(0);
  expect(shared(['getUser', 'get_user'], 'python')).toMatchObject([
    { message: expect.stringContaining('src/operations/get_user.py') },
  ]);
});

test('parameters are typed, with defaults, and every invalid one is reported by its name', async () => {
  const parameters = [
    { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 9, default: 5 } },
    { name: 'tag', in: 'query', schema: { type: 'array', items: { type: 'integer' } } },
    { name: 'X-On', in: 'header', required: true, schema: { type: 'boolean' } },
    { name: 'theme', in: 'cookie', schema: { enum: ['dark', 'light'] } },
  ];
  const { js } = await generateContract(
    apiDocument({ openapi: '3.0.3', paths: { '/x': { get: { operationId: 'getX', parameters } } } }),
  );
  const { routes } = await import(`data:text/javascript;base64,${Buffer.from(js).toString('base64')}`);
  const read = (sent: object) =>
    routes['GET /x'].parameters({ path: {}, query: {}, headers: {}, cookies: {}, ...sent });
  expect(read({ query: { tag: ['1', '2'] }, headers: { 'x-on': ['true'] }, cookies: { theme: ['dark'] } })).toEqual({
    ok: true,
    value: { path: {}, query: { limit: 5, tag: [1, 2] }, headers: { 'x-on': true }, cookies: { theme: 'dark' } },
  });
  expect(read({ query: { limit: ['1e1'], tag: ['1', 'a'] } }).details).toEqual(
    expect.arrayContaining([
      { in: 'query', path: 'limit', message: 'must be integer' },
      { in: 'query', path: 'tag/1', message: 'must be integer' },
      { in: 'headers', path: 'X-On', message: 'is required' },
    ]),
  );
});
