import type { Cause } from '../cause.ts';

export const answerTooLarge: Cause = {
  id: 'answer-too-large',
  signs: { text: /ResponseSizeTooLarge|Response payload size|exceeded maximum allowed payload size/i },
  says: 'The response of the function is larger than the 6 MB that Lambda allows.',
  fix: 'Return the data in pages, or return a presigned URL of S3.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --status 5xx`,
};
