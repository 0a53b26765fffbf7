import type { Cause } from '../cause.ts';

export const runtimeRetired: Cause = {
  id: 'runtime-retired',
  signs: { text: /no longer supported for creating or updating|InvalidRuntime|Runtime\.InvalidRuntime/i },
  says: 'The runtime does not exist, or AWS no longer lets functions with it be created or updated.',
  fix: 'Set a runtime that AWS supports in apikit.yaml (function.runtime), and deploy.',
  next: () => 'apikit validate',
};
