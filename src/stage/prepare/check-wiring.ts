/** Reports the operations of a contract that have no handler, with their places in its files. */
import type { Wiring } from '../../codegen/operations/wiring.ts';
import { ProblemsError, renderProblem, sortProblems } from '../../config/problem.ts';
import type { LocatedContract } from '../../contract/model/contract.ts';
import { isSilenced } from '../../contract/model/silenced.ts';
import type { Notices } from './prepared-stage.ts';

/**
 * @throws ApikitError `InvalidContract` (a `ProblemsError`) for operations without a handler. Other problems are
 * warnings.
 */
export function checkWiring(wiring: Pick<Wiring, 'problems'>, contract: LocatedContract, notices: Notices): void {
  const { file, document } = contract;
  const problems = sortProblems(
    wiring.problems
      .filter(({ rule, path }) => !isSilenced(document, path, rule))
      .map(({ rule, path, message, fix }) => contract.problem(rule, path, message, fix === undefined ? {} : { fix })),
  );
  if (problems.some(({ severity }) => severity === 'error')) {
    throw new ProblemsError('InvalidContract', file, problems, 'Add the missing parts. Nothing was sent to AWS.');
  }
  for (const warning of problems) notices.warn(renderProblem(warning));
}
