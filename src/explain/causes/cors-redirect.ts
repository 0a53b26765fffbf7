import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';

export const corsRedirect: Cause = {
  id: 'cors-redirect',
  signs: { crossOrigin: true, text: /redirect is not allowed for a preflight/i },
  says: 'The preflight is answered with a redirect, which browsers do not follow.',
  fix: 'Let the page request the address to which the redirect leads.',
  next: (stage) => `apikit status --stage ${stage} --output url`,
  check({ symptom: { exchange } }) {
    if (!exchange) return possible();
    const { preflight } = exchange;
    const to = preflight && preflight.status >= 300 && preflight.status < 400 ? preflight.headers.location : undefined;
    return to === undefined ? ruledOut('there is no redirect') : confirmed(`The redirect leads to ${to}.`);
  },
};
