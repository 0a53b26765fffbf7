/**
 * A setting that asks for a resource. It is a section that says what the resource is like, or `false`, which deletes
 * one that is there. A stage without the setting neither creates a resource nor looks for one. Types only.
 */
import type { Schema } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';

/** The stage whose settings are checked. `region` is empty if nothing says which region it is. */
export interface CheckedStage {
  readonly stage: string;
  readonly region: string;
  readonly account?: string;
}

export interface OptionalSetting<Raw extends object | true = object | true, Config = unknown> {
  readonly schema: Schema;
  /** The kind of the resource. Its definition says what the resource is called (`Former.name`). */
  readonly kind: string;
  /** Adds the defaults. The section of the stage already lies over that of the project. */
  resolve(raw: Raw): Config;
  /** Reports the problems that a schema cannot express. */
  check?(config: Config, stage: CheckedStage, report: ReportProblem): void;
}
