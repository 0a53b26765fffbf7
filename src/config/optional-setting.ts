/**
 * A setting that asks for a resource. It is a section that says what the resource is like, or the name of one that
 * exists, or `false`, which deletes one that is there. A stage without the setting neither creates a resource nor looks
 * for one. The schema, the page docs/optional-resources.md, the costs and the tests of all settings are derived from
 * it. Types only.
 */
import type { Schema } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';

/** The stage whose settings are checked. `region` is empty if nothing says which region it is. */
export interface CheckedStage {
  readonly stage: string;
  readonly region: string;
  readonly account?: string;
  readonly function: { readonly reservedConcurrency?: number | false };
}

/** The price of a resource, in every region. */
export interface OptionalPrice {
  /** For example `dashboard`. */
  readonly resource: string;
  /** Returns the price of a month with so many requests. AWS bills some resources only by the month. */
  usd(requests: number): number;
  /** Whether AWS may bill less. */
  readonly atMost?: true;
  /** How many an account has free: `three`. */
  readonly free?: string;
}

export interface OptionalSetting<Raw extends object | string | true = object | string | true, Config = unknown> {
  /** The description says what the setting creates. `optional-settings.ts` adds what all of them have in common. */
  readonly schema: Schema & { readonly description: string };
  /** Complete values, as users would write them. Tests deploy the first, and change it to the second. */
  readonly examples: readonly [Raw] | readonly [Raw, Raw];
  /** The kind of the resource. Its definition says what the resource is called (`Former.name`). */
  readonly kind: string;
  /** The kinds of the resources that go with it. */
  readonly furtherKinds?: readonly string[];
  /** Adds the defaults. The section of the stage already lies over that of the project. */
  resolve(raw: Raw): Config;
  /** Reports the problems that a schema cannot express. */
  check?(config: Config, stage: CheckedStage, report: ReportProblem): void;
  /** It is left out if AWS bills nothing, or only requests. */
  price?(config: Config): OptionalPrice;
  /** Returns what else the user must know about costs before the first deploy. */
  costNote?(config: Config, stage: { readonly app: string; readonly stage: string }): string;
}
