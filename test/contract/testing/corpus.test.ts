/**
 * Documents that others wrote (test/contract/corpus): each one is planned, walked through and imported without a crash.
 */
import { expect, it } from 'vitest';
import { ProblemsError } from '../../../src/config/problem.ts';
import { brunoFiles } from '../../../src/contract/export/bruno.ts';
import { HTTP_CLIENTS } from '../../../src/contract/export/http-clients.ts';
import { httpFile } from '../../../src/contract/export/http-file.ts';
import { insomniaCollection } from '../../../src/contract/export/insomnia.ts';
import { postmanCollection } from '../../../src/contract/export/postman.ts';
import { shellScript } from '../../../src/contract/export/shell-script.ts';
import { walkThrough } from '../../../src/contract/export/walk.ts';
import { readForeign } from '../../../src/contract/import/read-foreign.ts';
import { parseContract } from '../../../src/contract/load-contract.ts';
import { openNothing } from '../../../src/contract/read/open-file.ts';
import { exampleResults } from '../../../src/contract/testing/example-results.ts';
import { planCases } from '../../../src/contract/testing/plan-cases.ts';
import { committedCorpus } from '../corpus/committed.ts';

it.each(committedCorpus())('%s', async (name, text) => {
  const foreign = imported(name, text);
  if (!foreign) return;
  // Reading it again gives the same result, so an import can be imported again.
  const { document, operations } = parseContract(foreign.text, 'openapi.yaml');
  expect(operations.map(({ operationId }) => operationId)).toEqual(
    foreign.operations.map(({ operationId }) => operationId),
  );
  const plan = planCases(document, operations, 1);
  expect(new Set(plan.cases.map(({ tested }) => tested)).size).toBeLessThanOrEqual(operations.length);
  for (const tested of plan.chosen) exampleResults(tested, plan.checks);
  const walk = walkThrough(document, operations);
  expect(walk.steps).toHaveLength(plan.tested.length);
  const address = { url: 'https://example.com', stage: 'dev' };
  for (const client of HTTP_CLIENTS) httpFile(walk, address, client);
  for (const write of [shellScript, postmanCollection, insomniaCollection]) write(walk, address);
  brunoFiles(walk, address, 'dev');
});

/** Returns `undefined` for a document that is refused with reasons, which the corpus's own test covers. */
function imported(name: string, text: string) {
  try {
    return readForeign({ text, name, open: openNothing, shown: (file) => file });
  } catch (error) {
    if (error instanceof ProblemsError) return undefined;
    throw error;
  }
}
