import type { Cause } from '../cause.ts';

export const functionSnapshot: Cause = {
  id: 'function-snapshot',
  signs: { text: /SnapStart/i },
  says: 'A snapshot of the function (SnapStart) is not ready or could not be restored.',
  fix: 'Wait until the version is active, or check the code that runs at its start.',
  next: (stage) => `apikit status --stage ${stage}`,
};
