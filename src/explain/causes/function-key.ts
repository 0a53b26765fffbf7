import type { Cause } from '../cause.ts';

export const functionKey: Cause = {
  id: 'function-key',
  looks: { text: /KMS(?:Disabled|InvalidState|NotFound)Exception/i },
  says: "Lambda cannot use the KMS key of the function's environment: it is disabled, gone, or denied.",
  fix: "Look at the key's state and its policy.",
  next: (stage) => `apikit status --stage ${stage}`,
};
