import { type Cause, confirmed, possible, ruledOut } from '../cause.ts';

export const corsCredentials: Cause = {
  id: 'cors-credentials',
  signs: { crossOrigin: true, text: /must not be the wildcard|Access-Control-Allow-Credentials/i },
  says: 'The page sends cookies or HTTP credentials, and the stage does not allow that.',
  fix: "Set cors.credentials: true and the exact origins in apikit.yaml, and deploy; or remove the credentials from the page's request.",
  next: (stage) => `apikit plan --stage ${stage}`,
  check({ symptom: { exchange }, stage: { wanted } }) {
    if (exchange && !exchange.credentials) return ruledOut('the request was tried without credentials');
    if (wanted.credentials) return ruledOut('cors.credentials is true');
    return exchange ? confirmed('cors.credentials is not true.') : possible('cors.credentials is not true.');
  },
};
