import type { Cause } from '../cause.ts';

export const itemRefused: Cause = {
  id: 'item-refused',
  signs: { text: /ValidationException|Item size has exceeded|ItemCollectionSizeLimitExceeded/i },
  says: "DynamoDB rejects the handler's request.",
  fix: 'The message names the expression, key or size. An item has at most 400 KB.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --status 5xx`,
};
