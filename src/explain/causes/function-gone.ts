import type { Cause } from '../cause.ts';

export const functionGone: Cause = {
  id: 'function-gone',
  looks: { text: /Function not found|The resource you requested does not exist|DurableExecutionAlreadyStarted/i },
  says: 'The function, or the version of it that is asked for, does not exist.',
  fix: 'Deploy: it is made again.',
  next: (stage) => `apikit deploy --stage ${stage}`,
};
