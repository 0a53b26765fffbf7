/** ListResourceRecordSets: sorted by the labels of their names from the right, then by type. */
import { refuseMembers } from '../../cloud/constraints.ts';
import type { ResourceRecordSet } from '../../models/route53.ts';
import { dnsName, type RecordSet } from '../../state/hosted-zones.ts';
import { findZone } from './hosted-zones.ts';
import { fromTheRight, pageSize } from './list-hosted-zones.ts';
import { operation } from './operation.ts';

const MOST = 300;

export const listRecords = operation('ListResourceRecordSets', (input, context) => {
  refuseMembers('ListResourceRecordSets', input, ['StartRecordIdentifier']);
  const { HostedZoneId, StartRecordName, StartRecordType = '', MaxItems } = input;
  const size = pageSize(MaxItems, MOST);
  const start = StartRecordName === undefined ? '' : `${fromTheRight(dnsName(StartRecordName))} ${StartRecordType}`;
  const keyOf = ({ name, type }: RecordSet) => `${fromTheRight(name)} ${type}`;
  const all = findZone(HostedZoneId, context)
    .records.filter((record) => keyOf(record) >= start)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const next = all[size];
  return {
    ResourceRecordSets: all.slice(0, size).map(recordOnWire),
    IsTruncated: next !== undefined,
    ...(next && { NextRecordName: next.name, NextRecordType: next.type as NonNullable<ResourceRecordSet['Type']> }),
    MaxItems: String(size),
  };
});

const recordOnWire = ({ name, type, ttl, values, alias }: RecordSet): ResourceRecordSet => ({
  Name: name,
  Type: type as NonNullable<ResourceRecordSet['Type']>,
  ...(alias
    ? {
        AliasTarget: {
          HostedZoneId: alias.zone,
          DNSName: alias.name,
          EvaluateTargetHealth: alias.evaluatesHealth,
        },
      }
    : { ...(ttl !== undefined && { TTL: ttl }), ResourceRecords: values.map((Value) => ({ Value })) }),
});
