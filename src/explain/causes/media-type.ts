import { type Cause, possible, so } from '../cause.ts';

export const mediaType: Cause = {
  id: 'media-type',
  looks: {
    statuses: [415],
    types: ['UNSUPPORTED_MEDIA_TYPE'],
    text: /unsupported media type|body of this media type/i,
  },
  says: 'The operation takes no body of this media type, or none that is compressed so.',
  fix: 'Send the Content-Type that the contract names for the operation.',
  next: () => 'apikit openapi lint',
  check: ({ symptom: { text, type } }) =>
    text !== '' || type !== undefined
      ? so('API Gateway refused the request before the function was asked.')
      : possible(),
};
