/** Generated modules that are kept are those that would be generated. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateContract } from '../../src/codegen/generate-contract.ts';
import { keepContracts } from '../../src/codegen/keep-contracts.ts';
import { apiDocument } from '../../src/contract/model/api-document.ts';
import { keepIn } from '../../src/files/kept-results.ts';
import { temporaryFolder } from '../templates/scaffold.ts';

const contractOf = (minLength: number) =>
  apiDocument({
    openapi: '3.0.3',
    info: { title: 'Notes', version: '1' },
    paths: {
      '/notes': {
        get: {
          operationId: 'listNotes',
          parameters: [{ name: 'tag', in: 'query', schema: { type: 'string', minLength } }],
          responses: { 200: { description: 'OK' } },
        },
      },
    },
  });

const PROJECT = { tables: {}, files: ['operations/listNotes.ts'] };

test('a second run returns the same text and wiring, and another contract or project its own', async () => {
  await using folder = await temporaryFolder();
  const generate = keepContracts(keepIn(join(folder.root, 'kept'), 'a program'));
  const cases = [
    [contractOf(1), PROJECT],
    [contractOf(2), PROJECT],
    [contractOf(2), { ...PROJECT, files: [] }],
  ] as const;
  const expected = await Promise.all(cases.map(([contract, project]) => generateContract(contract, project)));
  expect(new Set(expected.map((each) => JSON.stringify(each))).size).toBe(3);
  for (const _ of ['made', 'kept'])
    for (const [index, [contract, project]] of cases.entries())
      expect(await generate(contract, project)).toEqual(expected[index]);
});
