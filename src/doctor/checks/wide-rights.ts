import { type Check, type Finding, fine, NOTHING } from '../finding.ts';

interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
}

/** Actions that have no resource to name. */
const WITHOUT_RESOURCE = /^(?:xray|cloudwatch:PutMetricData|ec2:\w*NetworkInterface)/;

export const wideRights: Check = {
  id: 'wide-rights',
  area: 'stage',
  async look({ stage }) {
    if (!stage) return NOTHING;
    const policies = await stage.rolePolicies();
    const findings = policies.flatMap(({ name, managed, document }) =>
      statementsOf(document)
        .flatMap((statement) => faultOf(statement) ?? [])
        .map(
          (what): Finding => ({
            severity: 'warning',
            says: `Policy ${name} of the function's role allows ${what}.`,
            why: 'Whoever finds a way into the function may do all of that.',
            fix: managed
              ? 'Detach it, and name actions and ARNs under function.permissions in apikit.yaml instead.'
              : 'Name actions and ARNs under function.permissions in apikit.yaml, and delete what apikit did not make.',
            command: `apikit plan --stage ${stage.name}`,
          }),
        ),
    );
    return findings.length > 0 ? { findings } : fine('no wildcards among the rights of the function');
  },
};

function statementsOf(document: unknown): Statement[] {
  const { Statement = [] } = (document ?? {}) as { Statement?: Statement | Statement[] };
  return [Statement].flat();
}

/** What it allows beyond what it names. */
function faultOf({ Effect, Action = [], Resource = [] }: Statement): string | undefined {
  if (Effect !== 'Allow') return undefined;
  const actions = [Action].flat();
  const everything = actions.filter((action) => /^\*$|:\*$/.test(action));
  if (everything.length > 0) return everything.map((action) => (action === '*' ? 'everything' : action)).join(', ');
  const bare = actions.filter((action) => !WITHOUT_RESOURCE.test(action));
  return [Resource].flat().includes('*') && bare.length > 0 ? `${bare.join(', ')} on every resource` : undefined;
}
