/** IPv4 and IPv6 CIDR ranges of `IpAddress` conditions. */
import { BlockList, isIP } from 'node:net';
import { PolicySyntaxError } from './policy-syntax-error.ts';

/** Throws `PolicySyntaxError` if the text is neither an address nor a range. */
export function compileAddressRange(range: string): (address: string) => boolean {
  const [base = '', bits] = range.split('/', 2);
  const family = isIP(base);
  const most = family === 4 ? 32 : 128;
  const prefix = bits === undefined ? most : Number(bits);
  if (family === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > most || bits === '') {
    throw new PolicySyntaxError(`Invalid IP address or range: ${range}`);
  }
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(base, prefix, type);
  return (address) => isIP(address) === family && block.check(address, type);
}
