import type { Cause } from '../cause.ts';

export const requestTooLarge: Cause = {
  id: 'request-too-large',
  signs: {
    statuses: [413],
    types: ['REQUEST_TOO_LARGE'],
    text: /request too long|content length exceeded|request is too large|RequestTooLarge/i,
  },
  says: 'The request is too large: API Gateway accepts 10 MB, and a function 6 MB including the headers, which is about 4.5 MB of a binary body.',
  fix: 'Let clients upload large bodies to S3 with a presigned URL, or send them in parts.',
  next: () => 'apikit openapi lint',
};
