import type { Cause } from '../cause.ts';

export const handlerMissing: Cause = {
  id: 'handler-missing',
  signs: {
    text: /Runtime\.HandlerNotFound|is undefined or not exported|Handler .* missing|Runtime\.MalformedHandlerName/i,
  },
  says: 'The code does not export the handler that the function is configured with.',
  fix: 'Export the handler under that name.',
  next: () => 'apikit validate',
};
