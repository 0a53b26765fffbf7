/** `apikit policy reader`: prints the minimal IAM policy to read a stage. */
import { defineCommand } from '../parts/command.ts';
import {
  POLICY_OPTIONS,
  type PolicyWanted,
  type PrintedPolicy,
  policyWanted,
  printedPolicy,
  renderPolicy,
} from '../parts/policy/policy-of-stage.ts';

export const policyReader = defineCommand({
  options: POLICY_OPTIONS,
  common: ['stage', 'profile', 'region'],
  examples: ['apikit policy reader --stage prod', 'apikit policy reader --stage prod --account 111122223333'],
  ask: ({ flags }, context): Promise<PolicyWanted> => policyWanted(flags, context),
  async execute(wanted, { io }): Promise<PrintedPolicy> {
    const { readerRights } = await import('../../stage/rights/stage-rights.ts');
    return printedPolicy(readerRights(wanted, io.clock), wanted, 'reader');
  },
  render: renderPolicy,
  json: ({ policies }) => ({ documents: policies }),
});
