/** The form in which the checks of a contract report their findings. */
import type { Path, Problem } from '../../config/problem.ts';
import type { RuleId } from './index.ts';

export interface FindingOptions {
  /** A fix that replaces the rule's own. */
  readonly fix?: string;
  /** The finding points at the key instead of the value. */
  readonly key?: boolean;
}

/** Reports one problem at `path` of the normalised document. The rule sets its severity. */
export type ReportFinding = (rule: RuleId, path: Path, message: string, options?: FindingOptions) => void;

/** Returns a problem at `path` of the normalised document, with its place in the contract's files. */
export type ProblemAt = (rule: RuleId, path: Path, message: string, options?: FindingOptions) => Problem;
