/** Reports the operations of a contract that have no handler, with their places in its files. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Wiring } from '../../codegen/operations/wiring.ts';
import { ProblemsError, renderProblem, sortProblems } from '../../config/problem.ts';
import type { Contract } from '../../contract/model/contract.ts';
import { isSilenced } from '../../contract/model/silenced.ts';
import { openBelow } from '../../contract/read/open-file.ts';
import { readContract } from '../../contract/read/read-contract.ts';
import type { Notices } from './prepared-stage.ts';

/**
 * @throws ApikitError `InvalidContract` (a `ProblemsError`) for operations without a handler. Other problems are
 * warnings.
 */
export async function checkWiring(
  wiring: Pick<Wiring, 'problems'>,
  contract: Contract,
  root: string,
  notices: Notices,
): Promise<void> {
  if (wiring.problems.length === 0) return;
  const { file, document } = contract;
  const read = readContract(await readFile(join(root, file), 'utf8'), file, openBelow(root));
  const problems = sortProblems(
    wiring.problems
      .filter(({ rule, path }) => !isSilenced(document, path, rule))
      .map(({ rule, path, message, fix }) => read.problem(rule, path, message, fix === undefined ? {} : { fix })),
  );
  if (problems.some(({ severity }) => severity === 'error')) {
    throw new ProblemsError('InvalidContract', file, problems, 'Add the missing parts. Nothing was sent to AWS.');
  }
  for (const warning of problems) notices.warn(renderProblem(warning));
}
