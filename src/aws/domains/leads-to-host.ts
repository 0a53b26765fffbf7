/**
 * Whether a name leads to a host and nowhere else, by a CNAME record or by its addresses, as the name servers of this
 * machine say. No answer means that it does not. Reads only.
 */
import { isSameHost } from './same-host.ts';

export async function leadsToHost(name: string, host: string, signal: AbortSignal): Promise<boolean> {
  const { askDns } = await import('./dns-answer.ts');
  const { cname, addresses, targetAddresses } = await askDns(name, host, signal);
  if (cname !== undefined && isSameHost(cname, host)) return true;
  return addresses.length > 0 && addresses.every((address) => targetAddresses.includes(address));
}
