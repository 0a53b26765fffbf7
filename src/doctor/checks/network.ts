import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

export const network: Check = {
  id: 'network',
  area: 'stage',
  async run({ stage }) {
    if (!stage?.wanted.vpc) return NOTHING;
    const faults = await stage.network();
    if (faults.length === 0) return fine('the subnets of the functions exist and reach the services that they need');
    return {
      findings: faults.map(
        (says): Finding => ({
          severity: 'warning',
          says,
          why: 'Calls that leave the VPC get no answer, and a deploy fails if a subnet or a group is missing.',
          fix: 'Correct function.vpc, or create the VPC endpoints that are missing (docs/network.md).',
          command: `apikit plan --stage ${stage.name}`,
        }),
      ),
    };
  },
};
