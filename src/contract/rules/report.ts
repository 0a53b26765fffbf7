/** How the checks of a contract say what they find. */
import type { Path } from '../../config/problem.ts';
import type { RuleId } from './index.ts';

export interface ReportOptions {
  /** Instead of the rule's own. */
  readonly fix?: string;
  /** Points at the key instead of the value. */
  readonly key?: boolean;
}

/** Takes one problem at `path` of the normalised document; the rule decides how severe it is. */
export type ReportFinding = (rule: RuleId, path: Path, message: string, options?: ReportOptions) => void;
