/**
 * The services that functions in a VPC reach. A VPC of the embedded cloud has no NAT gateway, and a function has no
 * public address, so only VPC endpoints lead out of it (docs/aws/network.md).
 */
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import { networkOf } from './model.ts';

/** Returns the services by their names in endpoints: `dynamodb`, `ssm`. */
export function reachedServices(cloud: CloudBase, scope: Scope, vpcId: string): string[] {
  return networkOf(cloud, scope)
    .vpcEndpoints.values()
    .filter((endpoint) => {
      if (endpoint.vpcId !== vpcId || cloud.transitions.pending(scope, 'vpcEndpoint', endpoint.id)) return false;
      // All subnets use the main route table. Without private DNS, the usual names of a service do not lead to it.
      return endpoint.type === 'Gateway' ? endpoint.routeTableIds.length > 0 : endpoint.privateDns;
    })
    .map(({ service }) => service.split('.').slice(3).join('.'));
}
