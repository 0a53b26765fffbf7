import type { Cause } from '../cause.ts';

export const lambdaRate: Cause = {
  id: 'lambda-rate',
  signs: { text: /CallerRateLimitExceeded/i },
  says: 'The calls that read and change functions share a limit of 15 per second in the whole account.',
  fix: 'Run the command again in a minute.',
  next: (stage) => `apikit status --stage ${stage}`,
};
