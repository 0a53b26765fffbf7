/** By which tags a budget counts, as AWS Budgets has it and as it is compared. Pure. */
import type { Expression } from '@aws-sdk/client-budgets';
import type { Tags } from '../../../stack/properties.ts';
import { APP_TAG, STAGE_TAG } from '../../../stack/tags.ts';

/** Whatever carries both tags of the stage. */
export function ofStage(tags: Tags): Expression {
  return {
    And: [APP_TAG, STAGE_TAG].map((Key) => ({ Tags: { Key, Values: [tags[Key] ?? ''], MatchOptions: ['EQUALS'] } })),
  };
}

/** Values by tag, where nothing else is asked; all of it as text otherwise. */
export function filterOf(expression: Expression = {}): string | { readonly [tag: string]: readonly string[] } {
  const tags = (expression.And ?? []).map((part) => part.Tags);
  const plain = tags.every((one) => (one?.MatchOptions ?? ['EQUALS']).join() === 'EQUALS' && one?.Key !== undefined);
  if (tags.length === 0 || !plain) return JSON.stringify(expression);
  return Object.fromEntries(tags.map((one) => [one?.Key, one?.Values ?? []]));
}
