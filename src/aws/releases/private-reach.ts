/**
 * Whether this machine can send requests to a stage that does not answer everybody. In a VPC with a VPC endpoint for
 * execute-api, the name of an API resolves to an address of the VPC, and everywhere else to one of the internet
 * (docs/aws/endpoints.md).
 */
import { lookup } from 'node:dns/promises';
import { BlockList } from 'node:net';

/** The callers that get an answer at the address of a stage: everybody, VPCs, or clients with a certificate. */
export type Reach = 'everybody' | 'vpc' | 'certificate';

const NOT_IN_VPC = 'the API is private, and this machine is in none of the VPCs that reach it';
const NO_CERTIFICATE = 'the API answers only clients with a certificate, and apikit has none';

/** Returns why this machine gets no answer, as a clause; `undefined` if it may get one. */
export async function outOfReach(reach: Reach, url: string): Promise<string | undefined> {
  if (reach === 'certificate') return NO_CERTIFICATE;
  return reach === 'everybody' || (await reachesPrivate(url)) ? undefined : NOT_IN_VPC;
}

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
