/** ChangeResourceRecordSets: the changes of a batch are made together or not at all. */
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { Change, ResourceRecordSet } from '../../models/route53.ts';
import { dnsName, type HostedZone, hostedZones, type RecordSet } from '../../state/hosted-zones.ts';
import { newChange } from './changes.ts';
import { findZone } from './hosted-zones.ts';
import { operation } from './operation.ts';

/** The hosted zones of AWS's own hosts: API Gateway's regional endpoints, and CloudFront. */
const ZONES_OF_AWS: readonly (readonly [RegExp, string])[] = [
  [/\.execute-api\.[a-z0-9-]+\.amazonaws\.com\.$/, 'Z1UJRXOUMOOFQ8'],
  [/\.cloudfront\.net\.$/, 'Z2FDTNDATAQYW2'],
];

export const changeRecords = operation('ChangeResourceRecordSets', ({ HostedZoneId, ChangeBatch }, context) => {
  const zone = findZone(HostedZoneId, context);
  const faults: string[] = [];
  let { records } = zone;
  for (const { Action, ResourceRecordSet } of ChangeBatch.Changes) {
    const set = read(ResourceRecordSet);
    const fault = faultOf(Action, set, { ...zone, records });
    if (fault !== undefined) faults.push(fault);
    const others = records.filter((one) => !isSame(one, set));
    records = Action === 'DELETE' ? others : [...others, set];
  }
  if (faults.length > 0) throw new AwsError('InvalidChangeBatch', `[${faults.join(', ')}]`);
  hostedZones(context.cloud).put(zone.id, { ...zone, records });
  return { ChangeInfo: newChange(context, ChangeBatch.Comment) };
});

const isSame = (a: RecordSet, b: RecordSet): boolean => a.name === b.name && a.type === b.type;

function read(set: ResourceRecordSet): RecordSet {
  refuseMembers('ChangeResourceRecordSets', set, [
    ...(['SetIdentifier', 'Weight', 'Region', 'GeoLocation', 'Failover', 'MultiValueAnswer'] as const),
    ...(['HealthCheckId', 'TrafficPolicyInstanceId', 'CidrRoutingConfig', 'GeoProximityLocation'] as const),
  ]);
  const { Name, Type, TTL, ResourceRecords = [], AliasTarget } = set;
  const invalid = (words: string) => new AwsError('InvalidInput', `Invalid request: ${words}`);
  if (AliasTarget && (TTL !== undefined || ResourceRecords.length > 0)) {
    throw invalid('Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords]], but found more than one');
  }
  if (!AliasTarget && (TTL === undefined || ResourceRecords.length === 0)) {
    throw invalid('Missing field, expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords]]');
  }
  return {
    name: dnsName(Name),
    type: Type,
    ...(TTL !== undefined && { ttl: Number(TTL) }),
    values: ResourceRecords.map(({ Value }) => Value),
    ...(AliasTarget && {
      alias: {
        zone: AliasTarget.HostedZoneId,
        name: dnsName(AliasTarget.DNSName),
        evaluatesHealth: AliasTarget.EvaluateTargetHealth,
      },
    }),
  };
}

function faultOf(action: Change['Action'], set: RecordSet, zone: HostedZone): string | undefined {
  const { name, type, alias } = set;
  const named = `[name='${name}', type='${type}']`;
  if (name !== zone.name && !name.endsWith(`.${zone.name}`)) {
    return `RRSet with DNS name ${name} is not permitted in zone ${zone.name}`;
  }
  const present = zone.records.find((one) => isSame(one, set));
  if (action === 'DELETE') {
    if (!present) return `Tried to delete resource record set ${named} but it was not found`;
    if (JSON.stringify(comparable(present)) !== JSON.stringify(comparable(set))) {
      return `Tried to delete resource record set ${named} but the values provided do not match the current values`;
    }
    if (name === zone.name && (type === 'NS' || type === 'SOA')) {
      return `A HostedZone must contain ${type === 'NS' ? 'at least one NS record' : 'exactly one SOA record'} for the zone itself.`;
    }
    return undefined;
  }
  if (action === 'CREATE' && present) return `Tried to create resource record set ${named} but it already exists`;
  if (type === 'CNAME' && name === zone.name) {
    return `RRSet of type CNAME with DNS name ${name} is not permitted at apex in zone ${zone.name}`;
  }
  const other = zone.records.find((one) => one.name === name && one.type !== type);
  if (other && (type === 'CNAME' || other.type === 'CNAME')) {
    return `RRSet of type ${type} with DNS name ${name} is not permitted as it conflicts with other records with the same DNS name in zone ${zone.name}`;
  }
  const [, wanted = zone.id] = ZONES_OF_AWS.find(([host]) => alias && host.test(alias.name)) ?? [];
  if (alias && alias.zone !== wanted) {
    return `Tried to create an alias that targets ${alias.name}, type ${type} in zone ${alias.zone}, but the alias target name does not lie within the target zone`;
  }
  return undefined;
}

const comparable = ({ name, type, ttl, values, alias }: RecordSet) => [name, type, ttl, [...values].sort(), alias];
