import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';
import { listIn } from '../cross-origin.ts';

export const corsHeader: Cause = {
  id: 'cors-header',
  signs: { crossOrigin: true, text: /header field [\w-]+ is not allowed by Access-Control-Allow-Headers/i },
  says: 'The preflight does not allow a header that the page sends.',
  fix: 'Declare the header in the contract, or add it under cors.allowHeaders in apikit.yaml, and deploy.',
  next: (stage) => `apikit plan --stage ${stage}`,
  check({ symptom: { exchange } }) {
    if (!exchange) return possible();
    if (!exchange.preflight || exchange.preflight.status > 299) return ruledOut('no preflight succeeded');
    const allowed = listIn(exchange.preflight.headers['access-control-allow-headers']).map((name) =>
      name.toLowerCase(),
    );
    const any = allowed.includes('*') && !exchange.credentials;
    const missing = exchange.headers.filter((name) => !allowed.includes(name) && !(any && name !== 'authorization'));
    return missing.length === 0
      ? ruledOut('every header is allowed')
      : confirmed(`The preflight allows ${allowed.join(', ') || 'none'}, but not ${missing.join(', ')}.`);
  },
};
