/** Finds the public hosted zone of the account that answers for a name. Reads only. */
import type { HostedZone } from '@aws-sdk/client-route-53';
import type { Clients } from '../sdk/clients.ts';

export interface Zone {
  /** Without `/hostedzone/`. */
  readonly id: string;
  /** Without the dot at the end. */
  readonly name: string;
}

const MOST_ZONES = 100;

/**
 * The zone with the longest name that the domain ends in. Route 53 lists zones by their labels from the right, so all
 * zones above the name, and those beside it, follow after the last two labels.
 */
export async function hostedZoneOf(clients: Pick<Clients, 'route53'>, domain: string): Promise<Zone | undefined> {
  const client = await clients.route53();
  const labels = domain.split('.');
  const DNSName = labels.slice(-2).join('.');
  const { ListHostedZonesByNameCommand } = await import('@aws-sdk/client-route-53');
  const { HostedZones = [] } = await client.send(new ListHostedZonesByNameCommand({ DNSName, MaxItems: MOST_ZONES }));
  return HostedZones.filter(({ Config }) => Config?.PrivateZone !== true)
    .map(zoneOf)
    .filter(({ name }) => domain === name || domain.endsWith(`.${name}`))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

const zoneOf = ({ Id = '', Name = '' }: HostedZone): Zone => ({
  id: Id.replace(/^\/hostedzone\//, ''),
  name: Name.replace(/\.$/, ''),
});
