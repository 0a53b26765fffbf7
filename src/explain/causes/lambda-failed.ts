import { type Cause, possible, so } from '../cause.ts';

export const lambdaFailed: Cause = {
  id: 'lambda-failed',
  looks: { text: /\bServiceException\b|internal service error|ServiceUnavailable/i },
  says: 'Lambda itself failed.',
  fix: 'Try again; if it lasts, look at the AWS Health Dashboard for the region.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --status 5xx`,
  check: ({ symptom: { text, request } }) =>
    text === '' || request ? possible('What the handler called may have said so of itself.') : so('The text says so.'),
};
