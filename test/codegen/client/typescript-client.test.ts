/** Any contract gives a client that TypeScript accepts in its strictest form, and whose code is always the same. */
import { execFile } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { typescriptClient } from '../../../src/codegen/client/typescript-client.ts';
import { ProblemsError } from '../../../src/config/problem.ts';
import { parseContract } from '../../../src/contract/load-contract.ts';
import { apiDocument } from '../../../src/contract/model/api-document.ts';
import type { Json } from '../../../src/contract/model/json.ts';
import { committedCorpus } from '../../contract/corpus/committed.ts';
import { anyContract, anyText } from '../../helpers/any-contract.ts';
import { tempDir } from '../../helpers/cli.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../../..');

/** Texts that would be code if they ended the place where they stand. */
const ESCAPES = [
  '*/ globalThis.injected = 1; /*',
  "']: 1 }; globalThis.injected = 1; ({ '",
  '"]: 1 }; globalThis.injected = 1; ({ "',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text would be a template in the generated file.
  '`${globalThis.injected = 1}`',
  '\n];\nglobalThis.injected = 1;\nconst x = [',
  '@ts-expect-error',
  '@ts-ignore',
  '@ts-nocheck',
  '</script>',
  '__proto__',
  'constructor',
  'new',
];
const text = fc.oneof(fc.constantFrom(...ESCAPES), anyText);

const media = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom(
      'application/json',
      'text/csv',
      'multipart/form-data',
      'image/*',
      'application/x-www-form-urlencoded',
    ),
    text,
  ),
  { maxLength: 3 },
);

/** Adds to a contract what only clients read. */
const clientContract = fc
  .record({
    document: anyContract as unknown as fc.Arbitrary<Json & { components: { schemas: Json }; paths: Json }>,
    names: fc.uniqueArray(text, { minLength: 3, maxLength: 3 }),
    ids: fc.uniqueArray(text, { minLength: 3, maxLength: 3 }),
    media,
    statuses: fc.uniqueArray(fc.constantFrom('200', '204', '2XX', '404', '4XX', 'default', '099', 'x'), {
      maxLength: 5,
    }),
    scheme: fc.record({
      type: fc.constantFrom('http', 'apiKey', 'oauth2'),
      in: fc.constantFrom('header', 'query', 'cookie'),
      name: text,
      scheme: fc.constantFrom('bearer', 'basic'),
      'x-apikit': fc.constantFrom({}, { type: 'request', ttl: 0, identity: [] }),
    }),
    place: fc.constantFrom('query', 'header', 'cookie'),
    required: fc.boolean(),
    isAny: fc.boolean(),
  })
  .map(({ document, names, ids, media, statuses, scheme, place, required, isAny }) => {
    const [name, other, third] = names as [string, string, string];
    const reference = { $ref: `#/components/schemas/${other.replaceAll('~', '~0').replaceAll('/', '~1')}` };
    const content = Object.fromEntries(media.map((type) => [type, { schema: reference }]));
    const schemas = {
      ...document.components.schemas,
      [name]: { type: 'object', properties: { [third]: { type: 'string', readOnly: true }, a: reference } },
      [other]: { type: 'array', items: { $ref: '#/components/schemas/Owner' }, description: third },
    };
    const operation = (operationId: string) => ({
      operationId,
      summary: third,
      description: name,
      security: [{ [name]: [] }],
      parameters: [{ name: other, in: place, required, description: name, schema: reference }],
      requestBody: { required, content },
      responses: Object.fromEntries(statuses.map((status) => [status, { description: name, content }])),
    });
    const path = `/x/${third.replaceAll('/', '')}/{${other}}`;
    const item = {
      [isAny ? 'x-amazon-apigateway-any-method' : 'put']: operation(`${ids[0]}1`),
      get: operation(`${ids[1]}2`),
    };
    return {
      ...document,
      paths: { ...document.paths, [path]: item, '/y': { delete: operation(`${ids[2]}3`) } },
      components: { schemas, securitySchemes: { [name]: scheme } },
    };
  });

/** Splits a client into its code without types and the data of its operations. */
async function partsOf(client: string): Promise<{ code: string; operations: unknown[] }> {
  const list = /^(const OPERATIONS: .* = )\[\n(.*?)\];\n/ms;
  const lines = list
    .exec(client)![2]!
    .split('\n')
    .filter((line) => line !== '');
  const { code } = await transform(client.replace(list, '$1[];\n'), { loader: 'ts', legalComments: 'none' });
  return { code, operations: lines.map((line) => JSON.parse(line.replace(/,$/, ''))) };
}

const COMPILER_OPTIONS = {
  noEmit: true,
  strict: true,
  declaration: true,
  module: 'nodenext',
  target: 'es2022',
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  isolatedModules: true,
};

/** Compiles clients for browsers and for Node.js, and returns the errors of both. */
async function compile(clients: readonly string[]): Promise<string[]> {
  const folder = tempDir();
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const [index, client] of clients.entries()) writeFileSync(join(folder, `client${index}.ts`), client);
  const libraries = {
    browser: { lib: ['es2022', 'dom', 'dom.iterable'], types: [] },
    node: { lib: ['es2022'], types: ['node'] },
  };
  const outputs = Object.entries(libraries).map(async ([name, options]) => {
    const file = join(folder, `${name}.json`);
    writeFileSync(
      file,
      JSON.stringify({ compilerOptions: { ...COMPILER_OPTIONS, ...options }, include: ['client*.ts'] }),
    );
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    return await run(process.execPath, [tsc, '-p', file]).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout.slice(0, 2_000),
    );
  });
  return await Promise.all(outputs);
}

it('compiles for every contract, and has no code from the contract', async () => {
  const empty = await partsOf(await typescriptClient(apiDocument({ paths: {} })));
  const clients: string[] = [];
  for (const document of fc.sample(clientContract, 24)) {
    const contract = apiDocument(document);
    const client = await typescriptClient(contract);
    expect(await typescriptClient(apiDocument(structuredClone(document)))).toBe(client);
    const { code, operations } = await partsOf(client);
    expect(code).toBe(empty.code);
    expect(operations).toMatchObject(
      contract.operations.map(({ operationId: id, method, path }) => ({ id, method, path })),
    );
    clients.push(client);
  }
  expect(await compile(clients)).toEqual(['', '']);
});

it('compiles for the contracts of others', async () => {
  const contracts = committedCorpus().flatMap(([name, text]) => {
    try {
      return [parseContract(text, name)];
    } catch (error) {
      // The lint refuses the contract, so the command writes no client for it.
      if (error instanceof ProblemsError) return [];
      throw error;
    }
  });
  expect(contracts.length).toBeGreaterThan(20);
  expect(await compile(await Promise.all(contracts.map((contract) => typescriptClient(contract))))).toEqual(['', '']);
});
