/** What a rule of the lint is. Data only. */

export interface Rule {
  /** Errors stop; warnings and notes (`info`) explain, and `x-apikit: { ignore: [...] }` silences them. */
  readonly severity: 'error' | 'warning' | 'info';
  /** What the rule finds, as docs/lint-rules.md says it. */
  readonly finds: string;
  /** Why it matters: what API Gateway, or apikit, does. */
  readonly because: string;
  /** What to write instead, where the occurrence has nothing better to say. */
  readonly fix: string;
  /** `openapi import` writes it otherwise by itself: nothing changes on the wire, and nobody need decide. */
  readonly mended?: true;
}

/** Keeps the ids as literal types. */
export function rules<const Id extends string>(entries: Record<Id, Rule>): Record<Id, Rule> {
  return entries;
}
