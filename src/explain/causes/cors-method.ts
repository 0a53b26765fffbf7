import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';
import { listIn } from '../cross-origin.ts';

export const corsMethod: Cause = {
  id: 'cors-method',
  signs: { crossOrigin: true, text: /Method \w+ is not allowed by Access-Control-Allow-Methods/i },
  says: 'The preflight does not allow the method.',
  fix: 'Add the operation to the contract and deploy: a preflight allows the methods of its path.',
  next: (stage) => `apikit auth --stage ${stage}`,
  check({ symptom: { exchange } }) {
    if (!exchange) return possible();
    if (!exchange.preflight || exchange.preflight.status > 299) return ruledOut('no preflight succeeded');
    const methods = listIn(exchange.preflight.headers['access-control-allow-methods']);
    const allowed =
      ['GET', 'HEAD', 'POST', ...methods].includes(exchange.method) || (methods.includes('*') && !exchange.credentials);
    return allowed
      ? ruledOut(`${exchange.method} is allowed`)
      : confirmed(`The preflight allows ${methods.join(', ') || 'none'}, but not ${exchange.method}.`);
  },
};
