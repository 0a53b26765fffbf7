/** Reads and checks `VpcConfig` of a function, and creates its network interfaces (docs/aws/network.md). */
import { roleAllows } from '../../authorization/service-role.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { VpcConfig } from '../../models/lambda.ts';
import { invalidParameter } from '../../state/functions/errors.ts';
import type { FunctionSettings } from '../../state/functions/model.ts';
import { addInterfaces } from '../../state/network/interfaces.ts';
import { networkOf } from '../../state/network/model.ts';

type Vpc = NonNullable<FunctionSettings['vpc']>;

/**
 * Returns the VPC after the request; `undefined` if the function is in none. Throws InvalidParameterValueException, in
 * Lambda's order: the lists, the subnets, the groups.
 */
export function readVpcConfig(
  given: VpcConfig | undefined,
  before: FunctionSettings['vpc'],
  context: OperationContext,
): FunctionSettings['vpc'] {
  if (given === undefined) return before;
  const { SubnetIds = [], SecurityGroupIds = [], Ipv6AllowedForDualStack = false } = given;
  if ((SubnetIds.length === 0) !== (SecurityGroupIds.length === 0)) {
    throw invalidParameter('SubnetIds and SecurityIds must coexist or be both empty list.');
  }
  if (SubnetIds.length === 0) return undefined;
  const { subnets, securityGroups } = networkOf(context.cloud, context);
  const vpcs = [
    ...SubnetIds.map((id) => subnets.get(id)?.vpcId ?? missing('Subnets', 'InvalidSubnetID', `The subnet ID '${id}'`)),
    ...SecurityGroupIds.map(
      (id) => securityGroups.get(id)?.vpcId ?? missing('SecurityGroups', 'InvalidGroup', `The security group '${id}'`),
    ),
  ];
  const [vpcId = ''] = vpcs;
  if (vpcs.some((one) => one !== vpcId)) {
    throw invalidParameter('The subnets and security groups of a function must be in the same VPC.');
  }
  return { vpcId, subnetIds: [...SubnetIds], groupIds: [...SecurityGroupIds], ipv6: Ipv6AllowedForDualStack };
}

function missing(what: string, code: string, who: string): never {
  const words = `EC2 Error Code: ${code}.NotFound. EC2 Error Message: ${who} does not exist`;
  throw invalidParameter(`Error occurred while Describe${what}. ${words}`);
}

/** The permission without which Lambda refuses the function; it needs the others later (docs/aws/network.md). */
const NEEDED = 'ec2:CreateNetworkInterface';

/** Returns whether Lambda has to create interfaces first, which takes time. Throws if the role does not allow it. */
export function attach(functionName: string, vpc: Vpc | undefined, role: string, context: OperationContext): boolean {
  if (!vpc) return false;
  if (!roleAllows(context.cloud, role, functionName, { action: NEEDED, resource: '*' })) {
    throw invalidParameter(
      'The provided execution role does not have permissions to call CreateNetworkInterface on EC2',
    );
  }
  return addInterfaces(context.cloud, context, functionName, vpc);
}
