/** The import's treatment of one finding of the lint, so that it can import the rest of the document. Data. */
import type { Path } from '../../config/problem.ts';
import type { Json } from '../model/json.ts';
import type { RuleId } from '../rules/index.ts';
import type { Edits } from './edit.ts';

export interface Finding {
  readonly rule: RuleId;
  /** The place in the document as it is now. */
  readonly path: Path;
  readonly message: string;
  readonly fix?: string;
}

/** A document that the import is turning into a contract. */
export interface Draft {
  readonly document: Json;
  readonly edits: Edits;
}

export interface Remedy {
  /**
   * Whether the user has to agree because the document loses something. Otherwise requests and responses stay the same.
   */
  readonly asks: boolean;
  /** The result, as a sentence. */
  readonly outcome: string;
  /** Total: it also works if an earlier remedy has removed the place. */
  apply(document: Json): Json;
}
