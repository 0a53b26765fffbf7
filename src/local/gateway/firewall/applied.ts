/** The decision of a web ACL about a request. */

/** A rule that applied to the request. */
export interface Applied {
  readonly metric: string;
  readonly action: 'ALLOW' | 'BLOCK' | 'COUNT';
  readonly within?: string;
}

export interface Verdict {
  /** The rule that ended the evaluation, or the default action. */
  readonly final: Applied;
  readonly counted: readonly Applied[];
}

/** The name of the default action among the metrics and samples of a web ACL. */
export const DEFAULT_ACTION = 'Default_Action';
