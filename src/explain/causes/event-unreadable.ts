import type { Cause } from '../cause.ts';

export const eventUnreadable: Cause = {
  id: 'event-unreadable',
  signs: { text: /InvalidRequestContent|UnsupportedMediaTypeException|SerializedRequestEntityTooLarge/i },
  says: 'The function was called with input that is not JSON.',
  fix: 'Check the mapping template of the operation.',
  next: () => 'apikit openapi lint',
};
