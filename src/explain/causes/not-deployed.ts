/** Pitfall 6. See docs/pitfalls.md. */
import { type Cause, possible } from '../cause.ts';

export const notDeployed: Cause = {
  id: 'not-deployed',
  signs: {
    statuses: [404],
    text: /(?:change|edit|policy|authorizer|route|update)s?\b[^\n]{0,60}\b(?:no effect|not visible|not live|not applied|ignored)|old version|stale/i,
  },
  says: 'The change is not deployed: a stage serves a copy of the API from the time of the deployment.',
  fix: 'See what a deploy would change, and deploy.',
  next: (stage) => `apikit plan --stage ${stage}`,
  async check({ stage }) {
    const { release, since } = await stage.live();
    return possible(
      `The stage serves release ${release ?? '(not created by apikit)'}${since === undefined ? '' : ` since ${since}`}.`,
    );
  },
};
