import type { Cause } from '../cause.ts';

export const handlerMissing: Cause = {
  id: 'handler-missing',
  looks: {
    text: /Runtime\.HandlerNotFound|is undefined or not exported|Handler .* missing|Runtime\.MalformedHandlerName/i,
  },
  says: 'The code has no handler of the name that the function was made with.',
  fix: 'Export it under that name.',
  next: () => 'apikit validate',
};
