import type { Cause } from '../cause.ts';

export const eventLoopEmpty: Cause = {
  id: 'event-loop-empty',
  signs: { text: /Runtime\.NodeJsExit|Runtime exited without providing a reason|exit status 0/i },
  says: 'The handler never returned a response: it waited for nothing, and no promise settled.',
  fix: 'Return the response, or await the call that creates it.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --status 5xx`,
};
