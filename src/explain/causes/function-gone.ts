import type { Cause } from '../cause.ts';

export const functionGone: Cause = {
  id: 'function-gone',
  signs: { text: /Function not found|The resource you requested does not exist|DurableExecutionAlreadyStarted/i },
  says: 'The function, or the requested version of it, does not exist.',
  fix: 'Deploy: apikit creates it again.',
  next: (stage) => `apikit deploy --stage ${stage}`,
};
