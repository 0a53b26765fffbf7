/** How a command declares its options and arguments. `values.ts` derives the types of their values from this. */

/** The kinds of values that completion offers. */
export const VALUE_KINDS = ['stages', 'operations', 'keys', 'plans', 'releases', 'tables'] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

export interface Option {
  /** In commander's notation: `--keep <n>`, `-f, --force`, `--no-follow`. */
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  /** The flag can be repeated, and its value is a list. */
  readonly repeatable?: true;
  /** The kind of its values, for completion. */
  readonly completes?: ValueKind;
}

export interface Argument {
  /** For example `[dir]` or `<name>`. */
  readonly name: string;
  readonly description: string;
  /** The kind of its values, for completion. */
  readonly completes?: ValueKind;
}
