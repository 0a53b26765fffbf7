/**
 * The operations of a contract are read once. API Gateway, the generated code and the contract test then follow the
 * same reading.
 */
import { expect, it } from 'vitest';
import { generateContract } from '../../../src/codegen/generate-contract.ts';
import { generatePythonContract } from '../../../src/codegen/python/python-contract.ts';
import { compile } from '../../../src/contract/compile/compile.ts';
import { parseContract } from '../../../src/contract/load-contract.ts';
import { essenceOf, isJson } from '../../../src/contract/model/media-types.ts';
import { planCases } from '../../../src/contract/testing/plan-cases.ts';
import { FACTS, HEAD, stageConfig } from '../fixtures.ts';

const read = (paths: string) => parseContract(`${HEAD}paths:\n${paths}`, 'openapi.yaml');
const ok = 'responses: { "200": { description: ok } }';

/** The checks of a route, as the handler runs them. */
async function route(contract: ReturnType<typeof read>, name: string) {
  const { js } = await generateContract(contract);
  const { routes } = await import(`data:text/javascript;base64,${Buffer.from(js).toString('base64')}`);
  const parameters = (sent: object) =>
    routes[name].parameters({ path: {}, query: {}, headers: {}, cookies: {}, ...sent });
  return { ...routes[name], parameters };
}

it('a header of an operation replaces that of its path, in any case of its letters', () => {
  const contract = read(`
  /x:
    parameters: [{ name: X-Trace, in: header, required: true, schema: { type: string } }]
    get: { operationId: getX, parameters: [{ name: x-trace, in: header, schema: { type: string } }], ${ok} }
`);
  const { paths } = compile(contract, stageConfig(), FACTS) as {
    paths: Record<string, { get: { parameters: object[] } }>;
  };
  expect(paths['/x']!.get.parameters).toEqual([
    { name: 'x-trace', in: 'header', required: false, schema: { type: 'string' } },
  ]);
});

it('a path variable without a parameter reaches the handler as text', async () => {
  const contract = read(`
  /files/{proxy+}:
    get: { operationId: getFile, ${ok} }
`);
  const { dts } = await generateContract(contract);
  expect(dts).toMatch(/getFile: \{\s+path: \{\s+proxy: string;\s+\};/);
  const { parameters } = await route(contract, 'GET /files/{proxy+}');
  expect(parameters({ path: { proxy: ['a%20b/7'] } })).toMatchObject({ ok: true, value: { path: { proxy: 'a b/7' } } });
});

it('extensions are read neither as operations nor as responses', async () => {
  const contract = read(`
  x-drafts: { get: { operationId: draft } }
  /x:
    get: { operationId: getX, responses: { "204": { description: ok }, x-note: { description: none } } }
`);
  expect(contract.operations.map(({ operationId }) => operationId)).toEqual(['getX']);
  expect((await generateContract(contract)).dts).toContain('reply:\n      | { status: 204;');
  expect((await generateContract(contract)).dts).not.toContain('status: number;');
});

it('lists are written and read according to style and explode', async () => {
  const styles = ['{}', '{ explode: false }', '{ style: pipeDelimited }', '{ style: pipeDelimited, explode: true }'];
  const parameters = styles.map((style, index) =>
    style.replace(
      '{',
      `{ name: p${index}, in: query, schema: { type: array, items: { type: string } }, example: [a, b],`,
    ),
  );
  const contract = read(`
  /x:
    get:
      operationId: getX
      parameters: [${parameters.join(', ')}]
      ${ok}
`);
  const { cases } = planCases(contract.document, contract.operations, 1);
  const sent = cases.flatMap(({ request, kind }) =>
    kind === 'positive' && request.query.length > 0 ? [request.query] : [],
  );
  expect(sent).toEqual([
    [
      ['p0', 'a'],
      ['p0', 'b'],
    ],
    [['p1', 'a,b']],
    [['p2', 'a|b']],
    [
      ['p3', 'a'],
      ['p3', 'b'],
    ],
  ]);
  const { parameters: check } = await route(contract, 'GET /x');
  for (const query of sent) {
    const [name] = query[0]!;
    const outcome = check({ query: { [name]: query.map(([, value]) => value) } });
    expect(outcome.value.query).toEqual({ [name]: ['a', 'b'] });
  }
});

it('a parameter is read as JSON only if its content has such a type', async () => {
  const contract = read(`
  /x:
    get:
      operationId: getX
      parameters:
        - { name: note, in: query, content: { text/plain: { schema: { type: string } } } }
        - { name: filter, in: query, content: { application/json: { schema: { type: object } } } }
      ${ok}
`);
  const { parameters } = await route(contract, 'GET /x');
  expect(parameters({ query: { note: ['7'], filter: ['{"a":7}'] } }).value.query).toEqual({
    note: '7',
    filter: { a: 7 },
  });
});

it('the body of a request is found by its media type without parameters, in both languages', async () => {
  const contract = read(`
  /x:
    post:
      operationId: createX
      requestBody: { required: true, content: { "Application/JSON; charset=utf-8": { schema: { type: object } } } }
      ${ok}
`);
  expect(Object.keys((await route(contract, 'POST /x')).body.media)).toEqual(['application/json']);
  const { files } = await generatePythonContract(contract, { tables: {}, files: ['api/request.py'] });
  expect(files.find(({ name }) => name === 'contract.py')?.contents).toContain(
    'Body(True, {"application/json": _whole',
  );
});

it.each<[string, boolean]>([
  ['application/json', true],
  ['Application/JSON ; charset=utf-8', true],
  ['application/problem+json', true],
  ['application/vnd.shop.v2!beta+json; v=1', true],
  ['application/a+b+json', true],
  ['application/json-seq', false],
  ['application/x-ndjson', false],
  ['text/plain; format=application/json', false],
  ['application/xml', false],
])('%s is JSON: %s', (type, json) => {
  expect(isJson(type)).toBe(json);
  expect(isJson(essenceOf(type))).toBe(json);
});
