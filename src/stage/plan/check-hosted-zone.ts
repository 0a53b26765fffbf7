/** Checks before a deploy that a hosted zone answers for a new custom domain. */
import { hostedZoneOf } from '../../aws/domains/hosted-zones.ts';
import { noHostedZone } from '../../aws/domains/no-hosted-zone.ts';
import type { Clients } from '../../aws/sdk/clients.ts';
import type { StageConfig } from '../../config/config.ts';
import type { Observation } from '../../engine/observe.ts';

/** Makes one read, and none if the domain has its record. Throws `NoHostedZone`. */
export async function checkHostedZone(
  clients: Clients,
  { domain }: StageConfig,
  { observed }: Observation,
): Promise<void> {
  if (domain?.hostedZone !== 'auto' || observed.has('dns-record/domain')) return;
  if (!(await hostedZoneOf(clients, domain.name))) throw noHostedZone(domain.name);
}
