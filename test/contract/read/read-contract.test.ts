/** Contracts of several files, of all versions and in every form of YAML, read from a real folder. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProblemsError } from '../../../src/config/problem.ts';
import { loadContract, parseContract } from '../../../src/contract/load-contract.ts';
import type { Contract } from '../../../src/contract/model/contract.ts';
import type { Json } from '../../../src/contract/model/json.ts';
import { HEAD } from '../fixtures.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'apikit-contract-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let projects = 0;

/** Creates a project with these files; the first is the contract. */
function load(files: Record<string, string>): Promise<Contract> {
  const root = join(folder, `p${projects++}`, 'project');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return loadContract(join(root, Object.keys(files)[0]!), root);
}

/** Returns the problems as `file:line:column rule pointer`. */
async function refusal(files: Record<string, string>): Promise<string[]> {
  const error = await load(files).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ProblemsError);
  return (error as ProblemsError).problems
    .filter(({ severity }) => severity === 'error')
    .map(({ file, line, column, rule, path }) => `${file}:${line}:${column} ${rule} ${path}`);
}

const op = (rest = '') => `{ operationId: op${rest}, responses: { "200": { description: ok } } }`;
const body = (schema: string) =>
  `requestBody: { required: true, content: { application/json: { schema: ${schema} } } }`;
const post = (schema: string) => `${HEAD}paths: { /x: { post: { operationId: op, ${body(schema)} } } }\n`;
const schemas = ({ document }: Contract) => (document.components as { schemas: Record<string, Json> }).schemas;

describe('a contract in several files', () => {
  it('becomes one document with components', async () => {
    const contract = await load({
      'openapi.yaml': `${HEAD}paths:\n  /orders: { $ref: "paths/orders.yaml" }\n`,
      'paths/orders.yaml': `post:
  operationId: createOrder
  parameters: [{ $ref: "../parts/shared.yaml#/parameters/Shop" }]
  requestBody: { required: true, content: { application/json: { schema: { $ref: "../parts/order.json" } } } }
  responses: { "201": { $ref: "../parts/shared.yaml#/responses/Done" } }
`,
      'parts/order.json':
        '{"type":"object","properties":{"lines":{"type":"array","items":{"$ref":"shared.yaml#/Line"}}}}',
      'parts/shared.yaml': `Line: { type: object, properties: { parent: { $ref: "order.json" } } }
parameters: { Shop: { name: x-shop, in: header, required: true, schema: { type: string } } }
responses: { Done: { description: done } }
`,
    });
    expect(contract.document.paths).toEqual({
      '/orders': {
        post: {
          operationId: 'createOrder',
          parameters: [{ $ref: '#/components/parameters/Shop' }],
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/order' } } },
          },
          responses: { '201': { $ref: '#/components/responses/Done' } },
        },
      },
    });
    expect(schemas(contract)).toEqual({
      order: { type: 'object', properties: { lines: { type: 'array', items: { $ref: '#/components/schemas/Line' } } } },
      Line: { type: 'object', properties: { parent: { $ref: '#/components/schemas/order' } } },
    });
    expect(contract.operations[0]).toMatchObject({ parameters: [{ name: 'x-shop', in: 'header', required: true }] });
  });

  it('has problems with the right file and line, all at once', async () => {
    expect(
      await refusal({
        'api/openapi.yaml': `${HEAD}paths:\n  /ping: { get: ${op()} }\n  /x: { $ref: "x.yaml" }\n`,
        'api/x.yaml': `post:\n  operationId: op2\n  ${body('{ $ref: "../schemas/a.yaml#/A" }')}\n`,
        'schemas/a.yaml': 'A:\n  type: object\n  properties:\n    "a/b":\n      type: strin\n',
      }),
    ).toEqual([
      'api/openapi.yaml:4:3 path-reserved /paths/~1ping',
      'schemas/a.yaml:5:13 schema-type /A/properties/a~1b/type',
    ]);
  });

  it('may refer back to the contract, whose names stay', async () => {
    const contract = await load({
      'openapi.yaml': `${post('{ $ref: "a.yaml#/Order" }')}components: { schemas: { Order: { type: string }, Id: { type: string } } }\n`,
      'a.yaml': 'Order: { type: object, properties: { id: { $ref: "openapi.yaml#/components/schemas/Id" } } }\n',
    });
    expect(schemas(contract)).toEqual({
      Order: { type: 'string' },
      Id: { type: 'string' },
      Order2: { type: 'object', properties: { id: { $ref: '#/components/schemas/Id' } } },
    });
  });

  it.each([
    ['outside of the project', '../secret.yaml#/A', 'ref-outside'],
    ['outside by percent signs', '%2e%2e/secret.yaml#/A', 'ref-outside'],
    ['that does not exist', 'nowhere.yaml#/A', 'ref-file'],
    ['that is a folder', '.#/A', 'ref-hidden'],
    ['on another host', 'https://a.example/b.yaml#/A', 'ref-remote'],
    ['by an absolute path', '/etc/hostname', 'ref-outside'],
    ['by a file URL', 'file:///etc/hostname', 'ref-remote'],
  ])('is not read from a file %s', async (_, reference, rule) => {
    expect(await refusal({ 'openapi.yaml': post(`{ $ref: "${reference}" }`) })).toEqual([
      expect.stringContaining(` ${rule} /paths/~1x/post/requestBody/content/application~1json/schema/$ref`),
    ]);
  });

  it('is read beside a contract in a package that pnpm has linked', async () => {
    const root = join(folder, 'installed');
    const stored = join(root, 'node_modules/.pnpm/contracts@1.0.0/node_modules/contracts');
    mkdirSync(stored, { recursive: true });
    symlinkSync('.pnpm/contracts@1.0.0/node_modules/contracts', join(root, 'node_modules/contracts'));
    writeFileSync(join(stored, 'a.yaml'), 'A: { type: string }\n');
    writeFileSync(join(stored, 'openapi.yaml'), post('{ $ref: "a.yaml#/A" }'));
    const contract = await loadContract(join(root, 'node_modules/contracts/openapi.yaml'), root);
    expect(schemas(contract)).toEqual({ A: { type: 'string' } });
  });

  it('is read from the repository of the project, but no hidden file and nothing above', async () => {
    const repository = join(folder, 'monorepo');
    const root = join(repository, 'services/orders');
    for (const each of ['.git', 'shared/.private', 'services/orders'])
      mkdirSync(join(repository, each), { recursive: true });
    writeFileSync(join(repository, 'shared/a.yaml'), 'A: { type: string }\n');
    writeFileSync(join(repository, 'shared/.private/a.yaml'), 'A: { type: string }\n');
    writeFileSync(join(folder, 'secret.yaml'), 'A: { type: string }\n');
    symlinkSync(join(folder, 'secret.yaml'), join(repository, 'shared/linked.yaml'));
    const contract = join(repository, 'shared/openapi.yaml');
    const loaded = (reference: string) => {
      writeFileSync(contract, post(`{ $ref: "${reference}" }`));
      return loadContract(contract, root);
    };
    expect(await loaded('a.yaml#/A')).toMatchObject({ files: ['../../shared/openapi.yaml', '../../shared/a.yaml'] });
    await expect(loaded('.private/a.yaml#/A')).rejects.toThrow('is a hidden file, or in a hidden folder');
    await expect(loaded('../../secret.yaml#/A')).rejects.toThrow(/is outside .*monorepo, the folder/);
    await expect(loaded('linked.yaml#/A')).rejects.toThrow(/is outside .*monorepo, the folder/);
  });

  it('is not read through a link out of the project', async () => {
    const root = join(folder, 'linked');
    mkdirSync(root);
    writeFileSync(join(folder, 'secret.yaml'), 'A: { type: string }\n');
    symlinkSync(join(folder, 'secret.yaml'), join(root, 'a.yaml'));
    writeFileSync(join(root, 'openapi.yaml'), post('{ $ref: "a.yaml#/A" }'));
    await expect(loadContract(join(root, 'openapi.yaml'), root)).rejects.toThrow('a link to a place outside');
  });
});

describe('references', () => {
  it('may point anywhere in a document, with escapes', async () => {
    const contract = await load({
      'openapi.yaml': `${post('{ $ref: "#/components/schemas/A/properties/a~1%7E0" }')}components:
  schemas: { A: { type: object, properties: { "a/~": { type: string } } } }
`,
    });
    expect(schemas(contract)).toMatchObject({ a_: { type: 'string' } });
  });

  it('may point to other references', async () => {
    const contract = await load({
      'openapi.yaml': `${post('{ $ref: "#/components/schemas/A/properties/b" }')}components:
  schemas: { A: { $ref: "a.yaml#/X" } }
`,
      'a.yaml': 'X: { type: object, properties: { b: { type: integer } } }\n',
    });
    expect(schemas(contract).b).toEqual({ type: 'integer' });
  });

  it('include $defs in 3.1, and combine with other keywords', async () => {
    const text = `${HEAD.replace('3.0.3', '3.1.0')}paths: { /x: { post: { operationId: op, ${body('{ $ref: "#/components/schemas/A" }')} } } }
components:
  schemas:
    A: { $defs: { B: { type: string } }, properties: { b: { $ref: "#/components/schemas/A/$defs/B", minLength: 2 } } }
`;
    expect(schemas(await load({ 'openapi.yaml': text }))).toEqual({
      A: { properties: { b: { minLength: 2, allOf: [{ $ref: '#/components/schemas/B' }] } } },
      B: { type: 'string' },
    });
  });

  it('are data in examples, and a property may be called $ref', async () => {
    const schema =
      '{ type: object, properties: { $ref: { type: string }, example: { type: string } }, example: { $ref: "x" } }';
    expect((await load({ 'openapi.yaml': post(schema) })).operations).toHaveLength(1);
  });
});

describe('Swagger 2.0', () => {
  const TEXT = `swagger: "2.0"
info: { title: t, version: "1" }
consumes: [application/json]
produces: [application/json]
securityDefinitions: { key: { type: apiKey, in: header, name: x-api-key } }
security: [{ key: [] }]
parameters:
  Order: { name: order, in: body, required: true, schema: { $ref: "#/definitions/Order" } }
  Page: { name: page, in: query, type: integer, minimum: 1 }
definitions:
  Order: { type: object, required: [at], properties: { at: { type: string, x-nullable: true } } }
paths:
  /orders:
    get:
      operationId: listOrders
      parameters: [{ $ref: "#/parameters/Page" }, { name: ids, in: query, type: array, collectionFormat: multi, items: { type: string } }]
      responses: { 200: { description: ok, schema: { type: array, items: { $ref: "#/definitions/Order" } } } }
    post: { operationId: createOrder, parameters: [{ $ref: "#/parameters/Order" }], responses: { 201: { description: ok } } }
  /files:
    post:
      operationId: upload
      parameters: [{ name: file, in: formData, type: file, required: true }]
      responses: { 201: { description: ok } }
`;

  it('is converted to 3.0', () => {
    const { document } = parseContract(TEXT, 'swagger.yaml');
    expect(document).toMatchSnapshot();
  });

  it('keeps its line numbers', async () => {
    const wrong = TEXT.replace('type: object, required', 'type: objet, required').replace('minimum: 1', 'pattern: "("');
    expect(await refusal({ 'swagger.yaml': wrong })).toEqual([
      'swagger.yaml:9:58 schema-pattern /parameters/Page/pattern',
      'swagger.yaml:11:18 schema-type /definitions/Order/type',
    ]);
  });
});

describe('YAML', () => {
  const good = `${HEAD}paths: { /x: { get: ${op()} } }\n`;
  const read = (text: string) => parseContract(text, 'openapi.yaml').operations.map(({ operationId }) => operationId);

  it.each([
    ['a byte order mark', `\uFEFF${good}`],
    ['Windows line endings', good.replaceAll('\n', '\r\n')],
    ['comments before the document', `# a\n---\n${good}`],
    ['anchors', `${HEAD}x-a: &a ${op()}\npaths: { /x: { get: *a } }\n`],
    ['merge keys', `${HEAD}x-a: &a { operationId: op }\npaths: { /x: { get: { <<: *a, responses: {} } } }\n`],
    ['an anchor that is used 500 times', `${good}x-a: &a { b: c }\nx-b: [${'*a, '.repeat(500)}]\n`],
  ])('may have %s', (_, text) => {
    expect(read(text)).toEqual(['op']);
  });

  it.each([
    ['aliases of aliases', `${good}x-0: &a0 [1]\n${bomb(40)}`],
    ['a long chain of aliases', `${good}x-0: &a0 [1]\n${chain(5000)}`],
    ['deep brackets', `${good}x-a: ${'['.repeat(100_000)}`],
  ])('is rejected quickly with %s', (_, text) => {
    const start = process.cpuUsage();
    expect(() => read(text)).toThrow(/too many|levels deep/);
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(5);
  });

  it('reports problems where an alias or a merge inserted them', async () => {
    const text = `${HEAD}x-a: &a\n  operationId: op\n  responses: { nope: {} }\npaths: { /x: { get: *a }, /y: { get: { <<: *a, operationId: b } } }\n`;
    expect(await refusal({ 'openapi.yaml': text })).toEqual([
      'openapi.yaml:5:16 response-status /paths/~1x/get/responses/nope',
      expect.stringContaining('response-status /paths/~1y/get/responses/nope'),
    ]);
  });

  function bomb(levels: number): string {
    return Array.from({ length: levels }, (_, n) => `x-${n + 1}: &a${n + 1} [*a${n}, *a${n}]\n`).join('');
  }
  function chain(length: number): string {
    return Array.from({ length }, (_, n) => `x-${n + 1}: &a${n + 1} [*a${n}]\n`).join('');
  }
});
