import { type Cause, confirmed, ruledOut } from '../cause.ts';

export const corsNotSet: Cause = {
  id: 'cors-not-set',
  signs: { crossOrigin: true, text: /\bCORS\b|Access-Control-Allow/i },
  says: 'The stage does not allow calls from pages of other origins.',
  fix: 'Add the origin of the page under cors.origins in apikit.yaml, and deploy.',
  next: (stage) => `apikit deploy --stage ${stage}`,
  check: ({ stage: { wanted }, symptom: { exchange } }) => {
    if (wanted.origins.length > 0) return ruledOut(`cors.origins has ${wanted.origins.join(', ')}`);
    return exchange?.answer?.headers['access-control-allow-origin'] === undefined
      ? confirmed('cors.origins is empty.')
      : ruledOut('the contract handles CORS itself');
  },
};
