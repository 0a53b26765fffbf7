/** `function.vpc` of apikit.yaml: the subnets and security groups of the functions. Pure. */
import { type Schema, section } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';

/** An ID, a name (the tag `Name`), or tags that a subnet has. */
export type SubnetSelector = string | { readonly tag: Readonly<Record<string, string>> };

export interface FunctionVpc {
  readonly subnets: readonly SubnetSelector[];
  /** IDs or names. */
  readonly securityGroups: readonly string[];
  readonly ipv6: boolean;
}

/** The subnets and groups of `function.vpc` as EC2 has them, sorted. A deploy finds them. */
export interface FoundNetwork {
  readonly vpc: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

const chosen = (items: Schema, description: string): Schema => ({
  type: 'array',
  uniqueItems: true,
  items,
  description,
});

export const functionVpcSchema: Schema = {
  description:
    'The VPC that the functions of the stage are connected to (docs/network.md). false takes them out of it. The stage local has one only if it is set there. Default: unchanged; a new function is in no VPC.',
  oneOf: [
    section('Subnets and security groups of one VPC. EC2 finds them before a deploy changes anything.', {
      subnets: chosen(
        {
          oneOf: [
            { type: 'string', minLength: 1 },
            section('All subnets that have these tags.', {
              tag: {
                type: 'object',
                minProperties: 1,
                additionalProperties: { type: 'string' },
                description: 'Names of tags with their values. Required.',
              },
            }),
          ],
        },
        'Subnets by ID (subnet-…), by name (their tag Name) or by tags: { tag: { tier: private } }. Required.',
      ),
      securityGroups: chosen(
        { type: 'string', minLength: 1 },
        'Security groups by ID (sg-…) or by name. At most five. Required.',
      ),
      ipv6: {
        type: 'boolean',
        description:
          'Whether the functions may send IPv6 to other VPCs and the internet. The subnets must be dualstack. Default: false.',
      },
    }),
    { const: false },
  ],
};

export function resolveVpc(said: Partial<FunctionVpc> | false): FunctionVpc | false {
  return said && { subnets: [], securityGroups: [], ipv6: false, ...said };
}

/** Lambda's limits (docs/aws/network.md). */
const MOST = { subnets: 16, securityGroups: 5 } as const;

export function checkVpc(vpc: FunctionVpc | false | undefined, report: ReportProblem): void {
  if (!vpc) return;
  for (const part of ['subnets', 'securityGroups'] as const) {
    const path = ['function', 'vpc', part];
    const example = part === 'subnets' ? '[private-a, private-b]' : '[app]';
    if (vpc[part].length === 0) {
      report(
        ['function', 'vpc'],
        `function.vpc has no ${part}, and Lambda needs at least one.`,
        `Write ${part}: ${example}.`,
        {
          missing: part,
        },
      );
    }
    if (vpc[part].length > MOST[part]) {
      report(
        path,
        `function.vpc.${part} has ${vpc[part].length} entries; Lambda takes at most ${MOST[part]}.`,
        'Remove some.',
      );
    }
  }
  for (const [index, selector] of vpc.subnets.entries()) {
    if (typeof selector === 'string' || selector.tag !== undefined) continue;
    const path = ['function', 'vpc', 'subnets', index];
    report(path, `function.vpc.subnets.${index} names no tag.`, 'Write { tag: { tier: private } }.');
  }
}
