/** What the import does about one finding of the lint, so that the rest of the document can be imported. Data. */
import type { Path } from '../../config/problem.ts';
import type { Json } from '../model/json.ts';
import type { Version } from '../read/bundle.ts';
import type { RuleId } from '../rules/index.ts';
import type { Edits } from './edit.ts';

export interface Finding {
  readonly rule: RuleId;
  /** In the document as it is now. */
  readonly path: Path;
  readonly message: string;
  readonly fix?: string;
}

/** A document on its way to become a contract. */
export interface Draft {
  readonly document: Json;
  readonly version: Version;
  readonly edits: Edits;
}

export interface Remedy {
  /** Somebody has to agree: something of the document is lost. Else nothing changes on the wire. */
  readonly asks: boolean;
  /** What becomes of it, as a sentence. */
  readonly outcome: string;
  /** Total: also where an earlier remedy has taken the place away. */
  apply(document: Json): Json;
}
