import type { Cause } from '../cause.ts';

export const functionExits: Cause = {
  id: 'function-exits',
  signs: {
    text: /Runtime\.ExitError|Runtime exited with error|exit status [1-9]|signal: (?:aborted|segmentation|terminated)|Runtime\.Unknown|Runtime\.HookError/i,
  },
  says: 'The process of the function ended during the call: it called exit, or a library ended it.',
  fix: 'The log lines before the end show what it did last. A handler must not end the process.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --level error`,
};
