/**
 * Reports notes and warnings about a stage before a command changes it, and refuses a contract and a stage that
 * contradict each other.
 */
import { LOCAL_STAGE, type StageConfig } from '../../config/config.ts';
import { planOperationProblems } from '../../contract/in-stage/plan-operations.ts';
import { stageNotices } from '../../contract/in-stage/stage-notices.ts';
import type { Contract } from '../../contract/model/contract.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { settingCosts } from '../costs/setting-costs.ts';
import type { Notices } from './prepared-stage.ts';

/** Throws `InvalidConfig` (exit code 2) for limits of operations that the contract does not have. */
export function reportNotices(contract: Contract, config: StageConfig, { note, warn }: Notices): void {
  const problems = planOperationProblems(contract.operations, config);
  if (problems.length > 0)
    throw new ApikitError('InvalidConfig', problems.join(' '), {
      exitCode: EXIT.usage,
      hint: `The operations of ${contract.file} are ${contract.operations.map((one) => one.operationId).join(', ')}. Nothing was sent to AWS.`,
    });
  const { warnings, notes } = stageNotices(contract.operations, config);
  for (const warning of warnings) warn(warning);
  const costs = config.stage === LOCAL_STAGE ? [] : settingCosts(config);
  for (const text of [...notes, ...costs]) note(text);
}
