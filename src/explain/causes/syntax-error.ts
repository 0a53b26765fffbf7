import type { Cause } from '../cause.ts';

export const syntaxError: Cause = {
  id: 'syntax-error',
  signs: { text: /Runtime\.UserCodeSyntaxError|SyntaxError: /i },
  says: 'Lambda cannot parse the code of the function.',
  fix: 'Correct the error that the message names.',
  next: () => 'apikit validate',
};
