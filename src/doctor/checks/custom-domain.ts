import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

/** Reports what `apikit domain status` finds out of order, such as a certificate that AWS cannot renew. */
export const customDomain: Check = {
  id: 'custom-domain',
  area: 'stage',
  async run({ stage }) {
    const faults = await stage?.customDomain();
    if (!stage || faults === undefined) return NOTHING;
    if (faults.length === 0) return fine('the custom domain, its certificate and its mapping are in order');
    return {
      findings: faults.map(
        ({ says, fix, waits }): Finding => ({
          severity: waits ? 'note' : 'warning',
          says,
          why: 'Requests to the custom domain do not reach the stage as they should, now or soon.',
          fix,
          command: `apikit domain status --stage ${stage.name}`,
        }),
      ),
    };
  },
};
