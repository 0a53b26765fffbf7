/**
 * The network interfaces of Lambda: one for each subnet and set of security groups, which functions share. Lambda
 * deletes an interface some minutes after its last function (docs/aws/network.md).
 */
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import { lambdaState } from '../functions/model.ts';
import { type NetworkInterface, networkOf } from './model.ts';

interface VpcConfig {
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
}

const keyOf = (subnetId: string, groupIds: readonly string[]): string =>
  `${subnetId}/${[...groupIds].sort().join(',')}`;

/** Creates the interfaces that a function needs. Returns whether one did not exist yet. */
export function addInterfaces(
  cloud: CloudBase,
  scope: Scope,
  functionName: string,
  { subnetIds, groupIds }: VpcConfig,
): boolean {
  const { networkInterfaces, subnets } = networkOf(cloud, scope);
  const missing = subnetIds.filter((subnet) => !networkInterfaces.has(keyOf(subnet, groupIds)));
  for (const subnetId of missing) {
    const id = cloud.ids.uuid();
    networkInterfaces.put(keyOf(subnetId, groupIds), {
      id: `eni-0${id.replaceAll('-', '').slice(0, 16)}`,
      subnetId,
      vpcId: subnets.get(subnetId)!.vpcId,
      groupIds: [...groupIds].sort(),
      description: `AWS Lambda VPC ENI-${functionName}-${id}`,
    });
  }
  return missing.length > 0;
}

/** Lets the unused interfaces go after a while. To be called when a function has left its VPC, or was deleted. */
export function releaseInterfaces(cloud: CloudBase, scope: Scope): void {
  const used = usedKeys(cloud, scope);
  for (const key of networkOf(cloud, scope).networkInterfaces.keys()) {
    if (!used.has(key) && !cloud.transitions.pending(scope, 'networkInterface', key)) {
      cloud.transitions.begin(scope, 'networkInterface', key);
    }
  }
}

/** Returns the interfaces that exist now. */
export function interfacesIn(cloud: CloudBase, scope: Scope): NetworkInterface[] {
  const { networkInterfaces } = networkOf(cloud, scope);
  const used = usedKeys(cloud, scope);
  for (const key of networkInterfaces.keys()) {
    if (!used.has(key) && !cloud.transitions.pending(scope, 'networkInterface', key)) networkInterfaces.delete(key);
  }
  return networkInterfaces.values();
}

function usedKeys(cloud: CloudBase, scope: Scope): Set<string> {
  const configs = lambdaState(cloud, scope)
    .versions.values()
    .map(({ settings }) => settings.vpc);
  return new Set(configs.flatMap((vpc) => (vpc ? vpc.subnetIds.map((subnet) => keyOf(subnet, vpc.groupIds)) : [])));
}
