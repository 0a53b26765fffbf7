/** ListHostedZones and ListHostedZonesByName, which sorts the names by their labels from the right. */
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import { dnsName, hostedZones } from '../../state/hosted-zones.ts';
import { zoneOnWire } from './hosted-zones.ts';
import { operation } from './operation.ts';

/** "If you have more than 100 hosted zones, the response includes the first 100" (API reference). */
const MOST = 100;

/** Throws InvalidInput for text that is no number. */
export function pageSize(text: string | undefined, most: number): number {
  if (text === undefined) return most;
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1) throw new AwsError('InvalidInput', `Invalid MaxItems: ${text}`);
  return Math.min(size, most);
}

export const listHostedZones = operation('ListHostedZones', (input, { cloud }) => {
  refuseMembers('ListHostedZones', input, ['DelegationSetId', 'HostedZoneType']);
  const { Marker = '', MaxItems } = input;
  const size = pageSize(MaxItems, MOST);
  const all = hostedZones(cloud)
    .values()
    .filter(({ id }) => id >= Marker)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const next = all[size]?.id;
  return {
    HostedZones: all.slice(0, size).map(zoneOnWire),
    Marker,
    IsTruncated: next !== undefined,
    ...(next !== undefined && { NextMarker: next }),
    MaxItems: String(size),
  };
});

export const listHostedZonesByName = operation('ListHostedZonesByName', (input, { cloud }) => {
  const { DNSName, HostedZoneId = '', MaxItems } = input;
  const size = pageSize(MaxItems, MOST);
  const start = `${DNSName === undefined ? '' : fromTheRight(dnsName(DNSName))} ${HostedZoneId}`;
  const keyOf = ({ name, id }: { name: string; id: string }) => `${fromTheRight(name)} ${id}`;
  const all = hostedZones(cloud)
    .values()
    .filter((zone) => keyOf(zone) >= start)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const next = all[size];
  return {
    HostedZones: all.slice(0, size).map(zoneOnWire),
    ...(DNSName !== undefined && { DNSName }),
    ...(HostedZoneId !== '' && { HostedZoneId }),
    IsTruncated: next !== undefined,
    ...(next && { NextDNSName: next.name, NextHostedZoneId: next.id }),
    MaxItems: String(size),
  };
});

/** `api.example.com.` → `com.example.api.` */
export const fromTheRight = (name: string): string => `${name.replace(/\.$/, '').split('.').reverse().join('.')}.`;
