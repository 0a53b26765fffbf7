import type { Cause } from '../cause.ts';

export const itemRefused: Cause = {
  id: 'item-refused',
  looks: { text: /ValidationException|Item size has exceeded|ItemCollectionSizeLimitExceeded/i },
  says: 'DynamoDB does not take what the handler asks of it.',
  fix: 'The message names the expression, key or size; an item has 400 KB at most.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --status 5xx`,
};
