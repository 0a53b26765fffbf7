import type { Cause } from '../cause.ts';

export const lambdaFailed: Cause = {
  id: 'lambda-failed',
  looks: { text: /\bServiceException\b|internal service error|ServiceUnavailable/i },
  says: 'Lambda itself failed.',
  fix: 'Try again; if it lasts, look at the AWS Health Dashboard for the region.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --status 5xx`,
};
