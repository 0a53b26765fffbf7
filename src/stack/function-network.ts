/** The network of the functions, as the kinds `function` and `consumer` take it. Pure. */
import type { DesiredVpc } from '../aws/kinds/function/shape.ts';
import type { StageConfig } from '../config/config.ts';

/** Without `network`, which only a deploy finds, the setting is not known. */
export function vpcOf({ function: { vpc, network } }: StageConfig): { vpc?: DesiredVpc | false } {
  if (vpc === false) return { vpc };
  if (!vpc || !network) return {};
  return { vpc: { subnets: network.subnets, securityGroups: network.securityGroups, ipv6: vpc.ipv6 } };
}
