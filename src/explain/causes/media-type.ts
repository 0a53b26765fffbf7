import { type Cause, confirmed, possible } from '../cause.ts';

export const mediaType: Cause = {
  id: 'media-type',
  signs: {
    statuses: [415],
    types: ['UNSUPPORTED_MEDIA_TYPE'],
    text: /unsupported media type|body of this media type/i,
  },
  says: 'The operation does not accept a body of this media type or this compression.',
  fix: 'Send the Content-Type that the contract names for the operation.',
  next: () => 'apikit openapi lint',
  check: ({ symptom: { text, type } }) =>
    text !== '' || type !== undefined
      ? confirmed('API Gateway rejected the request before it called the function.')
      : possible(),
};
