/**
 * Recognises hosts that only one machine or a private network can reach: API Gateway calls backends over the internet
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html), and the embedded cloud
 * would call them from the developer's machine. Pure.
 */
import { BlockList, isIP } from 'node:net';

/** Link-local addresses. A machine in a cloud gets its credentials from one of them. */
const LINK_LOCAL = new BlockList();
LINK_LOCAL.addSubnet('169.254.0.0', 16, 'ipv4');
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6');
LINK_LOCAL.addAddress('fd00:ec2::254', 'ipv6');

const PRIVATE = new BlockList();
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['127.0.0.0', 8],
  ['100.64.0.0', 10],
  ['0.0.0.0', 8],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv4');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');
PRIVATE.addAddress('::1', 'ipv6');
PRIVATE.addAddress('::', 'ipv6');

export type Reach = 'link-local' | 'private';

/**
 * Reads the host of an http URI. Returns `undefined` for a host that may be anywhere. The URL parser also knows
 * addresses such as `0xa9.254.43518`.
 */
export function reachOf(uri: string): Reach | undefined {
  const host = hostOf(uri);
  const family = isIP(host) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(host) === 0) {
    if (/^(metadata(\.google\.internal)?|instance-data(\.ec2\.internal)?)\.?$/.test(host)) return 'link-local';
    return /(^|\.)(localhost|local|internal)\.?$/.test(host) ? 'private' : undefined;
  }
  if (LINK_LOCAL.check(host, family)) return 'link-local';
  return PRIVATE.check(host, family) ? 'private' : undefined;
}

function hostOf(uri: string): string {
  const [authority] = /^https?:\/\/[^/?#]*/i.exec(uri) ?? [];
  return URL.canParse(authority ?? '') ? new URL(authority!).hostname.replace(/^\[|\]$/g, '') : '';
}
