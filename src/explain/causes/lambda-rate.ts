import type { Cause } from '../cause.ts';

export const lambdaRate: Cause = {
  id: 'lambda-rate',
  looks: { text: /CallerRateLimitExceeded/i },
  says: 'The calls that change and read functions are limited to 15 a second together, in the whole account.',
  fix: 'Run the command again in a minute.',
  next: (stage) => `apikit status --stage ${stage}`,
};
