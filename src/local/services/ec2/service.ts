/** EC2: VPCs with subnets, security groups, endpoints and the network interfaces of functions (EC2's Query). */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { describeNetworkInterfaces } from './network-interfaces.ts';
import { describeRouteTables } from './route-tables.ts';
import { createSecurityGroup, deleteSecurityGroup, describeSecurityGroups } from './security-groups.ts';
import { createSubnet, deleteSubnet, describeSubnets } from './subnets.ts';
import { createTags } from './tags.ts';
import { createVpcEndpoint, deleteVpcEndpoints, describeVpcEndpoints } from './vpc-endpoints.ts';
import { createVpc, deleteVpc, describeVpcs } from './vpcs.ts';

export const service: ServiceDefinition = {
  id: 'ec2',
  signingNames: ['ec2'],
  protocols: [{ type: 'ec2', apiVersion: '2016-11-15', namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/' }],
  constraintError: 'InvalidParameterValue',
  operations: [
    createVpc,
    describeVpcs,
    deleteVpc,
    createSubnet,
    describeSubnets,
    deleteSubnet,
    createSecurityGroup,
    describeSecurityGroups,
    deleteSecurityGroup,
    describeRouteTables,
    createVpcEndpoint,
    describeVpcEndpoints,
    deleteVpcEndpoints,
    describeNetworkInterfaces,
    createTags,
  ],
};
