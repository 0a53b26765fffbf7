/** The name of the resource `event-rule`, which has the bus and the rule. Pure. */

export interface RulePath {
  readonly bus: string;
  readonly rule: string;
}

/** Names of rules have no slashes. */
export function rulePath(name: string): RulePath {
  const slash = name.lastIndexOf('/');
  return { bus: name.slice(0, slash), rule: name.slice(slash + 1) };
}
