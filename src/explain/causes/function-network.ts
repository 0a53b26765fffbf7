import type { Cause } from '../cause.ts';

export const functionNetwork: Cause = {
  id: 'function-network',
  signs: {
    text: /EC2(?:AccessDenied|Throttled|Unexpected)|ENILimitReached|SubnetIPAddressLimitReached|InvalidSecurityGroupID|InvalidSubnetID|ENINotReady/i,
  },
  says: 'Lambda cannot connect the function to its VPC: no address is free, a limit is reached, or its role lacks a permission.',
  fix: 'Check the subnets, security groups and permissions that the message names.',
  next: (stage) => `apikit status --stage ${stage}`,
};
