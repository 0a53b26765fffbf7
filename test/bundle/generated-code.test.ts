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
import { anyContract } from '../helpers/any-contract.ts';
import { tempDir } from '../helpers/cli.ts';
import { findProgram } from '../helpers/find-program.ts';

const run = promisify(execFile);
const tsc = new URL('../../node_modules/typescript/bin/tsc', import.meta.url).pathname;

it('compiles for every contract', async () => {
  const folder = tempDir();
  const documents = fc.sample(anyContract, 16);
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
  for (const [index, document] of fc.sample(anyContract, 12).entries()) {
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
