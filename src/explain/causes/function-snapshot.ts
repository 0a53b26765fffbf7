import type { Cause } from '../cause.ts';

export const functionSnapshot: Cause = {
  id: 'function-snapshot',
  looks: { text: /SnapStart/i },
  says: 'A snapshot of the function (SnapStart) is not ready or could not be restored.',
  fix: 'Wait until the version is active, or look at what its start does.',
  next: (stage) => `apikit status --stage ${stage}`,
};
