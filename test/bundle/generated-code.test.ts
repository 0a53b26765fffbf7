/** The code that is generated from any contract is valid: TypeScript's own compiler, Node.js and Python accept it. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { generateContract } from '../../src/codegen/generate-contract.ts';
import { generatePythonContract } from '../../src/codegen/python/python-contract.ts';
import { apiDocument } from '../../src/contract/model/api-document.ts';
import { tempDir } from '../helpers/cli.ts';
import { findProgram } from '../helpers/find-program.ts';

const run = promisify(execFile);
const tsc = new URL('../../node_modules/typescript/bin/tsc', import.meta.url).pathname;

/** Keywords of TypeScript, names that differ only in punctuation, and texts that are no names. */
const NAMES = [
  'Owner',
  'function',
  'class',
  'import',
  'string',
  'any',
  'order-line',
  'order.line',
  'order_line',
  '2fa',
  'constructor',
  '__proto__',
  'é',
  'Schemas',
  'Record',
];

const name = fc.constantFrom(...NAMES);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('*/', '`', "'", '\\', '\n', '\u2028', '`${', '*\n/'),
);

const { schema } = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    name.map((each) => ({ $ref: `#/components/schemas/${each}` })),
    fc.record(
      {
        type: fc.constantFrom(
          'string',
          'integer',
          'boolean',
          ['string', 'null'],
          ['object', 'null'],
          ['array', 'null', 'string'],
        ),
        nullable: fc.boolean(),
        description: text,
      },
      { requiredKeys: ['type'] },
    ),
    fc
      .array(fc.oneof(text, fc.integer(), fc.constant(null), fc.boolean()), { maxLength: 3 })
      .map((values) => ({ enum: values.length > 0 ? [...new Set(values)] : [1] })),
    fc.record({ type: fc.constant('array'), items: tie('schema'), nullable: fc.boolean() }),
    fc
      .record({
        nullable: fc.boolean(),
        names: fc.uniqueArray(fc.oneof(name, text), { maxLength: 3 }),
        member: tie('schema'),
        description: text,
        additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
      })
      .map(({ names, member, ...rest }) => ({
        type: 'object',
        ...rest,
        required: names.slice(1),
        properties: Object.fromEntries(names.map((each) => [each, member])),
      })),
    fc
      .tuple(
        fc.constantFrom('allOf', 'oneOf', 'anyOf'),
        fc.array(tie('schema') as fc.Arbitrary<object>, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
      )
      .map(([keyword, all, nullable]) => ({ [keyword]: all, nullable })),
  ),
}));

const contract = fc
  .record({
    schemas: fc.array(schema, { minLength: NAMES.length, maxLength: NAMES.length }),
    ids: fc.uniqueArray(text, { minLength: 2, maxLength: 2 }),
    parameter: text,
    type: text,
  })
  .map(({ schemas, ids, parameter, type }) => ({
    openapi: '3.0.3',
    paths: {
      '/things/{id}': {
        post: {
          operationId: ids[0],
          parameters: [
            { name: parameter, in: 'query', description: type, schema: schemas[0] },
            { name: 'X-Thing', in: 'header', required: true, schema: schemas[1] },
          ],
          requestBody: { content: { 'application/json': { schema: schemas[2] }, [type]: { schema: schemas[3] } } },
          responses: {
            200: {
              description: type,
              content: { 'application/json': { schema: { $ref: '#/components/schemas/function' } } },
            },
            default: { description: 'x' },
          },
        },
      },
      [`/${type.replaceAll('/', '')}`]: { get: { operationId: ids[1], responses: {} } },
    },
    components: { schemas: Object.fromEntries(NAMES.map((each, index) => [each, schemas[index]])) },
  }));

it('compiles for every contract', async () => {
  const folder = tempDir();
  const documents = fc.sample(contract, 16);
  for (const [index, document] of documents.entries()) {
    const here = join(folder, String(index));
    mkdirSync(here);
    const made = await generateContract(apiDocument(document)).catch((error: { code?: string }) => {
      // The message names a schema that cannot be compiled.
      if (error.code === 'InvalidSchema') return undefined;
      throw error;
    });
    if (!made) continue;
    writeFileSync(join(here, 'contract.d.ts'), made.dts);
    writeFileSync(join(here, 'contract.mjs'), made.js);
  }
  const check = `for (let n = 0; n < ${documents.length}; n++) await import('./' + n + '/contract.mjs').catch((e) => { if (e.code !== 'ERR_MODULE_NOT_FOUND') throw e; });`;
  writeFileSync(join(folder, 'all.mjs'), check);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { noEmit: true, strict: true, types: [] }, include: ['*/contract.d.ts'] }),
  );
  const [types] = await Promise.all([
    run(process.execPath, [tsc, '-p', folder]).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout.slice(0, 2_000),
    ),
    run(process.execPath, [join(folder, 'all.mjs')]),
  ]);
  expect(types).toBe('');
});

it.skipIf(!findProgram('python3'))('compiles as Python for every contract', async () => {
  const folder = tempDir();
  const files: string[] = [];
  for (const [index, document] of fc.sample(contract, 12).entries()) {
    const project = { tables: {}, files: ['api/request.py'], language: 'python' as const };
    const made = await generatePythonContract(apiDocument(document), project).catch((error: { code?: string }) => {
      if (error.code === 'InvalidSchema') return undefined;
      throw error;
    });
    for (const { name: file, contents } of made?.files ?? []) {
      if (!file.startsWith('contract.')) continue;
      const path = join(folder, `${index}-${file}`);
      writeFileSync(path, contents);
      files.push(path);
    }
  }
  const check =
    "import ast, json, sys\nfor f in sys.argv[1:]: (ast.parse if f.endswith('.py') else json.loads)(open(f, encoding='utf-8', newline='').read())";
  await run(findProgram('python3')!, ['-c', check, ...files]);
  expect(files.length).toBeGreaterThan(0);
});
