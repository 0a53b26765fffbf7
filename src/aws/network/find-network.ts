/** Finds the subnets and security groups of `function.vpc` by ID, name or tag. Two reads. */
import type { EC2Client, SecurityGroup, Subnet, Tag } from '@aws-sdk/client-ec2';
import type { FoundNetwork, FunctionVpc, SubnetSelector } from '../../config/function-vpc.ts';
import type { Right } from '../../engine/rights.ts';
import { ApikitError, EXIT } from '../../errors.ts';

/** The permissions of these reads, and of those that Lambda makes with the permissions of the caller. */
export const NETWORK_RIGHTS: readonly Right[] = [
  {
    actions: [
      'ec2:DescribeRouteTables',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcEndpoints',
      'ec2:DescribeVpcs',
    ],
  },
];

export interface NetworkSearch {
  readonly found: FoundNetwork;
  /** The number of availability zones of the subnets. */
  readonly zones: number;
}

/** Throws `NetworkNotFound` with everything that does not exist or does not fit together. */
export async function findNetwork(client: EC2Client, vpc: FunctionVpc, region: string): Promise<NetworkSearch> {
  const all = await allSubnets(client);
  const faults: string[] = [];
  const subnets = vpc.subnets.flatMap((selector) => {
    const matching = all.filter((subnet) => fits(subnet, selector));
    if (matching.length === 0) faults.push(`There is no subnet ${shown(selector)} in ${region}.`);
    return matching;
  });
  const vpcs = [...new Set(subnets.map(({ VpcId = '' }) => VpcId))];
  if (vpcs.length > 1) {
    const where = subnets.map(({ SubnetId, VpcId }) => `${SubnetId} (${VpcId})`);
    faults.push(`The subnets are in several VPCs: ${[...new Set(where)].join(', ')}.`);
  }
  const [vpcId] = vpcs;
  const groups = vpcId === undefined || vpcs.length > 1 ? undefined : await groupsOf(client, vpcId);
  const securityGroups = vpc.securityGroups.flatMap((wanted) => {
    const matching = groups?.filter(({ GroupId, GroupName }) => [GroupId, GroupName].includes(wanted)) ?? [];
    if (groups && matching.length === 0) faults.push(`There is no security group ${wanted} in ${vpcId}.`);
    return matching.map(({ GroupId = '' }) => GroupId);
  });
  if (faults.length > 0) throw notFound(faults);
  const ids = subnets.map(({ SubnetId = '' }) => SubnetId);
  const zones = new Set(subnets.map(({ AvailabilityZone }) => AvailabilityZone)).size;
  return { found: { vpc: vpcId ?? '', subnets: sorted(ids), securityGroups: sorted(securityGroups) }, zones };
}

function notFound(faults: readonly string[]): ApikitError {
  return new ApikitError(
    'NetworkNotFound',
    `function.vpc does not fit the account. ${faults.join(' ')} Nothing was changed.`,
    {
      exitCode: EXIT.usage,
      hint: 'Correct function.vpc in apikit.yaml: it takes IDs and names of one VPC, and tags of its subnets.',
    },
  );
}

function fits({ SubnetId, Tags = [] }: Subnet, selector: SubnetSelector): boolean {
  if (typeof selector === 'string') return SubnetId === selector || hasTag(Tags, 'Name', selector);
  return Object.entries(selector.tag).every(([key, value]) => hasTag(Tags, key, value));
}

const hasTag = (tags: readonly Tag[], key: string, value: string): boolean =>
  tags.some(({ Key, Value }) => Key === key && Value === value);

function shown(selector: SubnetSelector): string {
  if (typeof selector === 'string') return selector;
  const tags = Object.entries(selector.tag).map(([key, value]) => `${key}: ${value}`);
  return `with the tag${tags.length === 1 ? '' : 's'} ${tags.join(', ')}`;
}

const sorted = (ids: readonly string[]): string[] => [...new Set(ids)].sort();

async function allSubnets(client: EC2Client): Promise<Subnet[]> {
  const all: Subnet[] = [];
  let NextToken: string | undefined;
  const { DescribeSubnetsCommand } = await import('@aws-sdk/client-ec2');
  do {
    const page = await client.send(new DescribeSubnetsCommand({ ...(NextToken && { NextToken }) }));
    all.push(...(page.Subnets ?? []));
    ({ NextToken } = page);
  } while (NextToken);
  return all;
}

async function groupsOf(client: EC2Client, vpc: string): Promise<SecurityGroup[]> {
  const Filters = [{ Name: 'vpc-id', Values: [vpc] }];
  const all: SecurityGroup[] = [];
  let NextToken: string | undefined;
  const { DescribeSecurityGroupsCommand } = await import('@aws-sdk/client-ec2');
  do {
    const page = await client.send(new DescribeSecurityGroupsCommand({ Filters, ...(NextToken && { NextToken }) }));
    all.push(...(page.SecurityGroups ?? []));
    ({ NextToken } = page);
  } while (NextToken);
  return all;
}
