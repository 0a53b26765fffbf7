import type { Cause } from '../cause.ts';

export const eventLoopEmpty: Cause = {
  id: 'event-loop-empty',
  looks: { text: /Runtime\.NodeJsExit|Runtime exited without providing a reason|exit status 0/i },
  says: 'The handler never answered: nothing was left to wait for, and no promise was settled.',
  fix: 'Return the answer, or await what makes it.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --status 5xx`,
};
