/** Reads the statements of an IAM policy. Everywhere in a policy, a single value stands for a list of one. Pure. */

export type PolicyStatement = Readonly<Record<string, unknown>>;

/** Returns no statements for a value that is not a policy. */
export function statementsIn(document: unknown): PolicyStatement[] {
  const { Statement } = (document ?? {}) as { Statement?: unknown };
  return [Statement ?? []].flat().filter((each): each is PolicyStatement => typeof each === 'object' && each !== null);
}

/** Returns actions or ARNs; an empty list if the member is not set. */
export const textsIn = (member: unknown): string[] => [member ?? []].flat().map(String);
