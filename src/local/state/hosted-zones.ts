/**
 * Hosted zones of Route 53 as they are stored. Route 53 writes them; Certificate Manager looks in them for the records
 * that validate a certificate.
 */
import type { CloudBase } from '../cloud/cloud.ts';
import type { Collection } from '../storage/store.ts';

/** A set of records with one name and type. */
export interface RecordSet {
  /** In lower case, with a dot at the end. */
  readonly name: string;
  readonly type: string;
  /** Absent for an alias. */
  readonly ttl?: number;
  readonly values: readonly string[];
  readonly alias?: { readonly zone: string; readonly name: string; readonly evaluatesHealth: boolean };
}

/** Collection `route53.hostedZones` of the region `global`, keyed by ID. */
export interface HostedZone {
  readonly id: string;
  /** With a dot at the end. */
  readonly name: string;
  readonly callerReference: string;
  readonly comment?: string;
  readonly isPrivate: boolean;
  readonly nameServers: readonly string[];
  readonly records: readonly RecordSet[];
  readonly tags: Readonly<Record<string, string>>;
}

export const hostedZones = (cloud: Pick<CloudBase, 'collection' | 'options'>): Collection<HostedZone> =>
  cloud.collection<HostedZone>({ account: cloud.options.account, region: 'global' }, 'route53.hostedZones');

/** Returns the name as DNS compares it. */
export const dnsName = (name: string): string => `${name.toLowerCase().replace(/\.$/, '')}.`;

/** Whether a public zone answers with this record. The most specific zone is the one that a resolver asks. */
export function isPublished(
  cloud: Pick<CloudBase, 'collection' | 'options'>,
  { name, type, value }: { readonly name: string; readonly type: string; readonly value: string },
): boolean {
  const wanted = dnsName(name);
  const zone = hostedZones(cloud)
    .values()
    .filter((one) => !one.isPrivate && (wanted === one.name || wanted.endsWith(`.${one.name}`)))
    .sort((a, b) => b.name.length - a.name.length)[0];
  const found = zone?.records.find((record) => record.name === wanted && record.type === type);
  return found?.values.some((one) => dnsName(one) === dnsName(value)) ?? false;
}
