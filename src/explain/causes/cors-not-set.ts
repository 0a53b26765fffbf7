import { type Cause, not, so } from '../cause.ts';

export const corsNotSet: Cause = {
  id: 'cors-not-set',
  looks: { crossOrigin: true, text: /\bCORS\b|Access-Control-Allow/i },
  says: 'The stage does not allow calls from pages of other origins.',
  fix: 'Add the origin of the page under cors.origins in apikit.yaml, and deploy.',
  next: (stage) => `apikit deploy --stage ${stage}`,
  check: ({ stage: { wanted }, symptom: { exchange } }) => {
    if (wanted.origins.length > 0) return not(`cors.origins has ${wanted.origins.join(', ')}`);
    return exchange?.answer?.headers['access-control-allow-origin'] === undefined
      ? so('cors.origins is empty.')
      : not('the contract handles CORS itself');
  },
};
