/** A rule of the lint. Data only. */

export interface Rule {
  /**
   * Errors stop the deploy. Warnings and notes (`info`) only inform, and `x-apikit: { ignore: [...] }` silences them.
   */
  readonly severity: 'error' | 'warning' | 'info';
  /** The faults that the rule finds, for docs/lint-rules.md. */
  readonly finds: string;
  /** Why it matters: what API Gateway or apikit does. */
  readonly because: string;
  /** The correction, unless the finding has a more exact one. */
  readonly fix: string;
  /** `openapi import` repairs it without asking, because requests and responses stay the same. */
  readonly mended?: true;
}

/** Keeps the ids as literal types. */
export function rules<const Id extends string>(entries: Record<Id, Rule>): Record<Id, Rule> {
  return entries;
}
