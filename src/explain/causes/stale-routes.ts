/** Pitfall 4. See docs/pitfalls.md. */
import type { Cause } from '../cause.ts';

export const staleRoutes: Cause = {
  id: 'stale-routes',
  signs: {
    text: /(?:stale|old|removed|deleted) (?:routes?|methods?|resources?|endpoints?)|still (?:answers|there|served)/i,
  },
  says: 'An import in merge mode keeps routes that the document no longer has.',
  fix: 'Deploy with apikit, which always overwrites.',
  next: (stage) => `apikit auth --stage ${stage}`,
};
