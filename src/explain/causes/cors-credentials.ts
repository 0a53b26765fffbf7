import { type Cause, not, possible, so } from '../cause.ts';

export const corsCredentials: Cause = {
  id: 'cors-credentials',
  looks: { crossOrigin: true, text: /must not be the wildcard|Access-Control-Allow-Credentials/i },
  says: 'The page sends cookies or HTTP credentials, and the stage does not allow that.',
  fix: "Set cors.credentials: true and the exact origins in apikit.yaml, and deploy; or remove the credentials from the page's request.",
  next: (stage) => `apikit plan --stage ${stage}`,
  check({ symptom: { exchange }, stage: { wanted } }) {
    if (exchange && !exchange.credentials) return not('the request was tried without credentials');
    if (wanted.credentials) return not('cors.credentials is true');
    return exchange ? so('cors.credentials is not true.') : possible('cors.credentials is not true.');
  },
};
