import type { Cause } from '../cause.ts';

export const syntaxError: Cause = {
  id: 'syntax-error',
  looks: { text: /Runtime\.UserCodeSyntaxError|SyntaxError: /i },
  says: 'The code of the function cannot be read.',
  fix: 'Correct what the message names.',
  next: () => 'apikit validate',
};
