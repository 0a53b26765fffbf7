import { type PolicyStatement, statementsIn, textsIn } from '../../iam/policy-statements.ts';
import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

/** Actions that do not support resource ARNs, and those that Lambda requires for a VPC (docs/aws/network.md). */
const WITHOUT_RESOURCE =
  /^(?:xray:|cloudwatch:PutMetricData$|ec2:(?:\w*NetworkInterfaces?|DescribeSubnets|(?:Una|A)ssignPrivateIpAddresses)$)/;

export const wideRights: Check = {
  id: 'wide-rights',
  area: 'stage',
  async run({ stage }) {
    if (!stage) return NOTHING;
    const policies = await stage.rolePolicies();
    const findings = policies.flatMap(({ name, managed, document }) =>
      statementsIn(document)
        .flatMap((statement) => faultOf(statement) ?? [])
        .map(
          (what): Finding => ({
            severity: 'warning',
            says: `Policy ${name} of the function's role allows ${what}.`,
            why: 'An attacker who gets into the function can use all of these permissions.',
            fix: managed
              ? 'Detach it, and list actions and ARNs under function.permissions in apikit.yaml instead.'
              : 'List actions and ARNs under function.permissions in apikit.yaml, and delete policies that apikit did not create.',
            command: `apikit plan --stage ${stage.name}`,
          }),
        ),
    );
    return findings.length > 0 ? { findings } : fine('no wildcards in the permissions of the function');
  },
};

/** The part of a statement that allows more than it lists. */
function faultOf({ Effect, Action, Resource }: PolicyStatement): string | undefined {
  if (Effect !== 'Allow') return undefined;
  const actions = textsIn(Action);
  const everything = actions.filter((action) => /^\*$|:\*$/.test(action));
  if (everything.length > 0) return everything.map((action) => (action === '*' ? 'everything' : action)).join(', ');
  const bare = actions.filter((action) => !WITHOUT_RESOURCE.test(action));
  return textsIn(Resource).includes('*') && bare.length > 0 ? `${bare.join(', ')} on every resource` : undefined;
}
