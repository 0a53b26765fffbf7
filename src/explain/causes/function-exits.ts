import type { Cause } from '../cause.ts';

export const functionExits: Cause = {
  id: 'function-exits',
  looks: {
    text: /Runtime\.ExitError|Runtime exited with error|exit status [1-9]|signal: (?:aborted|segmentation|terminated)|Runtime\.Unknown|Runtime\.HookError/i,
  },
  says: 'The process of the function ended while it worked: it called exit, or a library took it down.',
  fix: 'The lines before it in the log tell what it did last; nothing in a handler may end the process.',
  next: (stage) => `apikit tail-logs --stage ${stage} --since 1h --no-follow --level error`,
};
