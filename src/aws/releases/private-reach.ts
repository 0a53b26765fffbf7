/**
 * Whether this machine can call private APIs. In a VPC with a VPC endpoint for execute-api, the name of an API resolves
 * to an address of the VPC, and everywhere else to one of the internet (docs/aws/endpoints.md).
 */
import { lookup } from 'node:dns/promises';
import { BlockList } from 'node:net';

export const NOT_IN_VPC = 'the API is private, and this machine is in none of the VPCs that reach it';

/** The addresses that a VPC can have (RFC 1918, 6598 and 4193). */
const VPC_ADDRESSES = new BlockList();
VPC_ADDRESSES.addSubnet('10.0.0.0', 8, 'ipv4');
VPC_ADDRESSES.addSubnet('172.16.0.0', 12, 'ipv4');
VPC_ADDRESSES.addSubnet('192.168.0.0', 16, 'ipv4');
VPC_ADDRESSES.addSubnet('100.64.0.0', 10, 'ipv4');
VPC_ADDRESSES.addSubnet('fc00::', 7, 'ipv6');

type Resolve = (host: string) => Promise<readonly { address: string; family: number }[]>;

/** A stage at an endpoint of its own (an emulator) is called over no VPC. */
export async function reachesPrivate(
  url: string,
  resolve: Resolve = (host) => lookup(host, { all: true }),
): Promise<boolean> {
  const { hostname } = new URL(url);
  if (!hostname.includes('.execute-api.')) return false;
  try {
    const found = await resolve(hostname);
    return found.some(({ address, family }) => VPC_ADDRESSES.check(address, family === 6 ? 'ipv6' : 'ipv4'));
  } catch {
    return false;
  }
}
