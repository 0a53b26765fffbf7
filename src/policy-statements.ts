/** The statements of a policy of IAM, and what stands in them: everywhere one value is short for a list of one. Pure. */

export type PolicyStatement = Readonly<Record<string, unknown>>;

/** None of what is no policy. */
export function statementsIn(document: unknown): PolicyStatement[] {
  const { Statement } = (document ?? {}) as { Statement?: unknown };
  return [Statement ?? []].flat().filter((each): each is PolicyStatement => typeof each === 'object' && each !== null);
}

/** Actions or ARNs; none where the member is absent. */
export const textsIn = (member: unknown): string[] => [member ?? []].flat().map(String);
