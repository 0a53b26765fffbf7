import { type Cause, confirmed, possible } from '../cause.ts';

export const lambdaFailed: Cause = {
  id: 'lambda-failed',
  signs: { text: /\bServiceException\b|internal service error|ServiceUnavailable/i },
  says: 'Lambda itself failed.',
  fix: 'Try again. If it continues, check the AWS Health Dashboard for the region.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --status 5xx`,
  check: ({ symptom: { text, request } }) =>
    text === '' || request
      ? possible('The error may come from a service that the handler called.')
      : confirmed('The text says so.'),
};
