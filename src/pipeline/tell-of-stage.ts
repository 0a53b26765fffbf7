/** Says what is worth knowing of a stage before anything is done in it. */
import type { StageConfig } from '../config/config.ts';
import type { Contract } from '../contract/load-contract.ts';
import { stageNotices } from '../contract/stage-notices.ts';
import type { Notices } from './prepare-stage.ts';

export function tellOfStage(contract: Contract, config: StageConfig, { note, warn }: Notices): void {
  const { warnings, notes } = stageNotices(contract.operations, config);
  for (const warning of warnings) warn(warning);
  for (const text of notes) note(text);
}
