/** `apikit policy deployer`: prints the minimal IAM policy to deploy a stage. */
import { usageError } from '../../errors.ts';
import { defineCommand } from '../parts/command.ts';
import {
  POLICY_OPTIONS,
  type PolicyWanted,
  type PrintedPolicy,
  policyWanted,
  printedPolicy,
  renderPolicy,
} from '../parts/policy/policy-of-stage.ts';

export const policyDeployer = defineCommand({
  options: [
    ...POLICY_OPTIONS,
    { flags: '--boundary <arn>', description: 'ARN of the managed policy that every role must have as its boundary' },
  ],
  common: ['stage', 'profile', 'region'],
  examples: [
    'apikit policy deployer --stage prod --account 111122223333',
    'apikit policy deployer --stage prod --account 111122223333 --boundary arn:aws:iam::111122223333:policy/api-roles',
  ],
  async ask({ flags }, context): Promise<PolicyWanted> {
    const { boundary } = flags;
    if (boundary !== undefined && !/^arn:[a-z-]+:iam::(\d{12}|aws):policy\/\S+$/.test(boundary))
      throw usageError(
        `--boundary takes the ARN of a managed policy, but got "${boundary}".`,
        'It looks like arn:aws:iam::111122223333:policy/api-roles.',
      );
    return { ...(await policyWanted(flags, context)), ...(boundary !== undefined && { boundary }) };
  },
  async execute(wanted, { io }): Promise<PrintedPolicy> {
    const { deployerRights } = await import('../../stage/rights/stage-rights.ts');
    return printedPolicy(deployerRights(wanted, io.clock), wanted, 'deployer');
  },
  render: renderPolicy,
  json: ({ policies }) => ({ documents: policies }),
});
