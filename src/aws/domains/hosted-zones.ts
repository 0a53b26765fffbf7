/** Finds the public hosted zone of the account that answers for a name. Reads only. */
import type { HostedZone } from '@aws-sdk/client-route-53';
import type { Clients } from '../sdk/clients.ts';

export interface Zone {
  /** Without `/hostedzone/`. */
  readonly id: string;
  /** Without the dot at the end. */
  readonly name: string;
}

/** The most that Route 53 returns at once. */
const PAGE = 100;

/**
 * The zone with the longest name that the domain ends in. Route 53 lists zones by their labels from the right, so all
 * zones above the name, and those beside it, follow after the last two labels. The listing is read up to the name.
 */
export async function hostedZoneOf(clients: Pick<Clients, 'route53'>, domain: string): Promise<Zone | undefined> {
  const client = await clients.route53();
  const { ListHostedZonesByNameCommand } = await import('@aws-sdk/client-route-53');
  const found: Zone[] = [];
  let start: { DNSName?: string; HostedZoneId?: string } = { DNSName: domain.split('.').slice(-2).join('.') };
  for (;;) {
    const page = await client.send(new ListHostedZonesByNameCommand({ ...start, MaxItems: PAGE }));
    const { HostedZones = [], NextDNSName, NextHostedZoneId } = page;
    const above = HostedZones.filter(({ Config }) => Config?.PrivateZone !== true).map(zoneOf);
    found.push(...above.filter(({ name }) => domain === name || domain.endsWith(`.${name}`)));
    if (!page.IsTruncated || NextDNSName === undefined || fromTheRight(NextDNSName) > fromTheRight(domain)) break;
    start = { DNSName: NextDNSName, ...(NextHostedZoneId !== undefined && { HostedZoneId: NextHostedZoneId }) };
  }
  return found.sort((a, b) => b.name.length - a.name.length)[0];
}

/** `api.example.com` → `com.example.api.` */
const fromTheRight = (name: string): string => `${name.replace(/\.$/, '').split('.').reverse().join('.')}.`;

const zoneOf = ({ Id = '', Name = '' }: HostedZone): Zone => ({
  id: Id.replace(/^\/hostedzone\//, ''),
  name: Name.replace(/\.$/, ''),
});
