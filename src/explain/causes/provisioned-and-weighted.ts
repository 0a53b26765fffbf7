/** Pitfall 24. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const provisionedAndWeighted: Cause = {
  id: 'provisioned-and-weighted',
  signs: {
    text: /Alias with weights can ?not be used with Provisioned|Provisioned Concurrency Config|ProvisionedConcurrencyConfigNotFound/i,
  },
  says: 'Provisioned concurrency and an alias with weights exclude each other.',
  fix: 'End the canary first, or remove the provisioned concurrency while it runs.',
  next: (stage) => `apikit canary status --stage ${stage}`,
};
