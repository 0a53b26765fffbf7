import type { Cause } from '../cause.ts';

export const functionLoop: Cause = {
  id: 'function-loop',
  signs: { text: /RecursiveInvocation/i },
  says: 'Lambda stopped a loop: the function calls itself, directly or through a queue or topic.',
  fix: 'Check what the function writes to and what calls it.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow`,
};
