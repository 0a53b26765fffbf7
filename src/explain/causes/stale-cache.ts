import { type Cause, not, possible } from '../cause.ts';

export const staleCache: Cause = {
  id: 'stale-cache',
  looks: { text: /\bcached?\b|stale|wrong (?:user|answer|data)|old (?:answer|data)/i },
  says: 'The cache of the stage answers, and what tells two requests apart is not part of its key.',
  fix: 'Name the parameters that count under x-apikit of the operation, or turn its cache off.',
  next: () => 'apikit openapi lint',
  async check({ stage }) {
    return (await stage.live()).hasCache ? possible('The stage has a cache.') : not('the stage has no cache');
  },
};
