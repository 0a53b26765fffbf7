import type { Cause } from '../cause.ts';

export const functionKey: Cause = {
  id: 'function-key',
  signs: { text: /KMS(?:Disabled|InvalidState|NotFound)Exception/i },
  says: "Lambda cannot use the KMS key of the function's environment: the key is disabled, deleted, or its policy denies the use.",
  fix: "Check the key's state and its policy.",
  next: (stage) => `apikit status --stage ${stage}`,
};
