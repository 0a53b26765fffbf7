/**
 * VPCs and their parts as they are stored, and the default VPC that every region of an account has. EC2's control plane
 * (`services/ec2/`) writes them. Lambda and the data plane read them.
 */
import { createHash } from 'node:crypto';
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import type { Collection } from '../../storage/store.ts';

/** Collection `ec2.vpcs`, by ID. */
export interface Vpc {
  readonly id: string;
  readonly cidr: string;
  readonly isDefault: boolean;
  readonly tags: readonly Tag[];
}

/** Collection `ec2.subnets`, by ID. */
export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly cidr: string;
  /** `eu-west-1a` */
  readonly zone: string;
  readonly isDefault: boolean;
  readonly tags: readonly Tag[];
}

/** Collection `ec2.securityGroups`, by ID. */
export interface SecurityGroup {
  readonly id: string;
  readonly vpcId: string;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly Tag[];
}

/** Collection `ec2.routeTables`, by ID: the main route table of each VPC, which all its subnets use. */
export interface RouteTable {
  readonly id: string;
  readonly vpcId: string;
  readonly associationId: string;
  /** Absent: the VPC has no way to the internet. */
  readonly internetGateway?: string;
}

/** Collection `ec2.vpcEndpoints`, by ID. */
export interface VpcEndpoint {
  readonly id: string;
  readonly vpcId: string;
  /** `com.amazonaws.eu-west-1.dynamodb` */
  readonly service: string;
  readonly type: 'Gateway' | 'Interface';
  readonly routeTableIds: readonly string[];
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly privateDns: boolean;
  /** epoch milliseconds */
  readonly createdAt: number;
  readonly tags: readonly Tag[];
}

/**
 * Collection `ec2.networkInterfaces`, by `<subnet>/<groups>`: the interfaces of Lambda, one for each subnet and set of
 * groups, which functions share (docs/aws/network.md).
 */
export interface NetworkInterface {
  readonly id: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly groupIds: readonly string[];
  readonly description: string;
}

export interface Network {
  readonly vpcs: Collection<Vpc>;
  readonly subnets: Collection<Subnet>;
  readonly securityGroups: Collection<SecurityGroup>;
  readonly routeTables: Collection<RouteTable>;
  readonly vpcEndpoints: Collection<VpcEndpoint>;
  readonly networkInterfaces: Collection<NetworkInterface>;
}

/** Returns the network of a region, with its default VPC from the first look on. */
export function networkOf(cloud: Pick<CloudBase, 'collection'>, scope: Scope): Network {
  const network = {
    vpcs: cloud.collection<Vpc>(scope, 'ec2.vpcs'),
    subnets: cloud.collection<Subnet>(scope, 'ec2.subnets'),
    securityGroups: cloud.collection<SecurityGroup>(scope, 'ec2.securityGroups'),
    routeTables: cloud.collection<RouteTable>(scope, 'ec2.routeTables'),
    vpcEndpoints: cloud.collection<VpcEndpoint>(scope, 'ec2.vpcEndpoints'),
    networkInterfaces: cloud.collection<NetworkInterface>(scope, 'ec2.networkInterfaces'),
  };
  const seeded = cloud.collection<true>(scope, 'ec2.seeded');
  if (seeded.size === 0) {
    seeded.put('default', true);
    addDefaultVpc(network, scope);
  }
  return network;
}

/** A default VPC has a subnet in each zone, whose instances reach the internet with public addresses. */
function addDefaultVpc(network: Network, { account, region }: Scope): void {
  const id = (prefix: string, what: string) => `${prefix}-${hex(`${account} ${region} ${what}`)}`;
  const vpcId = id('vpc', 'default');
  network.vpcs.put(vpcId, { id: vpcId, cidr: '172.31.0.0/16', isDefault: true, tags: [] });
  for (const [index, letter] of ['a', 'b', 'c'].entries()) {
    const subnet = id('subnet', letter);
    const cidr = `172.31.${index * 16}.0/20`;
    network.subnets.put(subnet, { id: subnet, vpcId, cidr, zone: `${region}${letter}`, isDefault: true, tags: [] });
  }
  addVpcParts(network, vpcId, (prefix) => id(prefix, 'default'), id('igw', 'default'));
}

/** Adds what EC2 makes with every VPC: its default security group and its main route table. */
export function addVpcParts(
  network: Network,
  vpcId: string,
  newId: (prefix: string) => string,
  internetGateway?: string,
): void {
  const group = newId('sg');
  const description = 'default VPC security group';
  network.securityGroups.put(group, { id: group, vpcId, name: 'default', description, tags: [] });
  const table = newId('rtb');
  const associationId = newId('rtbassoc');
  network.routeTables.put(table, { id: table, vpcId, associationId, ...(internetGateway && { internetGateway }) });
}

/** Seventeen hex digits, as in IDs of EC2. */
const hex = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 17);
