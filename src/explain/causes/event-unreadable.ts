import type { Cause } from '../cause.ts';

export const eventUnreadable: Cause = {
  id: 'event-unreadable',
  looks: { text: /InvalidRequestContent|UnsupportedMediaTypeException|SerializedRequestEntityTooLarge/i },
  says: 'What the function was called with is no JSON.',
  fix: 'Look at the mapping template of the operation.',
  next: () => 'apikit openapi lint',
};
