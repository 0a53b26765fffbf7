/** A check of `doctor` (one file each in `checks/`) and its findings. Plain data. */
import type { DoctorFacts } from './facts.ts';

export type Area = 'machine' | 'account' | 'project' | 'stage';

export interface Check {
  readonly id: string;
  readonly area: Area;
  /** If nothing is wrong, `fine` names the checked thing as a noun, for example `Node.js 24`. */
  run(facts: DoctorFacts): Promise<CheckResult> | CheckResult;
}

export interface CheckResult {
  readonly findings: readonly Finding[];
  /** The checked thing that is in order, for a user who wants to see it. */
  readonly fine?: string;
}

export interface Finding {
  /** `error`: something fails or loses data. `warning`: it causes trouble later. `note`: useful to know. */
  readonly severity: 'error' | 'warning' | 'note';
  /** The fact, as a sentence. */
  readonly says: string;
  /** The consequence, as a sentence. */
  readonly why: string;
  /** The remedy, as a sentence. */
  readonly fix: string;
  /** The command that fixes it or shows more. */
  readonly command?: string;
  /** The repair that `--fix` does by itself, because it cannot lose anything. */
  readonly repair?: Repair;
}

/** Sets the retention of a log group. */
export interface Repair {
  readonly logGroup: string;
  readonly retentionDays: number;
}

export const found = (...findings: Finding[]): CheckResult => ({ findings });
export const fine = (what: string): CheckResult => ({ findings: [], fine: what });
/** There is nothing to check. */
export const NOTHING: CheckResult = { findings: [] };
