import type { Cause } from '../cause.ts';

export const functionLoop: Cause = {
  id: 'function-loop',
  looks: { text: /RecursiveInvocation/i },
  says: 'Lambda has stopped a loop: the function calls itself, directly or through a queue or topic.',
  fix: 'Look for what the function writes to and is called by.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow`,
};
