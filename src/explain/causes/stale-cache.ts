import { type Cause, possible, ruledOut } from '../cause.ts';

export const staleCache: Cause = {
  id: 'stale-cache',
  signs: { text: /\bcached?\b|stale|wrong (?:user|answer|data)|old (?:answer|data)/i },
  says: 'The cache of the stage returned the response, and its key lacks a parameter that distinguishes two requests.',
  fix: 'Name the parameters that matter under x-apikit of the operation, or turn its cache off.',
  next: () => 'apikit openapi lint',
  async check({ stage }) {
    return (await stage.live()).hasCache ? possible('The stage has a cache.') : ruledOut('the stage has no cache');
  },
};
