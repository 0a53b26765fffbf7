/** The tag filter of a budget, as AWS Budgets takes it and as apikit compares it. Pure. */
import type { Expression } from '@aws-sdk/client-budgets';
import type { Tags } from '../../../naming/tags.ts';
import { APP_TAG, STAGE_TAG } from '../../../naming/tags.ts';

/** Selects the costs of everything that has both tags of the stage. */
export function ofStage(tags: Tags): Expression {
  return {
    And: [APP_TAG, STAGE_TAG].map((Key) => ({ Tags: { Key, Values: [tags[Key] ?? ''], MatchOptions: ['EQUALS'] } })),
  };
}

/** Returns the values by tag key. An expression of another form is returned as text, so that it never equals ours. */
export function filterOf(expression: Expression = {}): string | { readonly [tag: string]: readonly string[] } {
  const tags = (expression.And ?? []).map((part) => part.Tags);
  const plain = tags.every((one) => (one?.MatchOptions ?? ['EQUALS']).join() === 'EQUALS' && one?.Key !== undefined);
  if (tags.length === 0 || !plain) return JSON.stringify(expression);
  return Object.fromEntries(tags.map((one) => [one?.Key, one?.Values ?? []]));
}
