/** CreateHostedZone, GetHostedZone, DeleteHostedZone. */
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { HostedZone as HostedZoneShape } from '../../models/route53.ts';
import { dnsName, type HostedZone, hostedZones, type RecordSet } from '../../state/hosted-zones.ts';
import { newChange } from './changes.ts';
import { operation } from './operation.ts';

const NAME_SERVERS = ['ns-1.awsdns-01.org', 'ns-2.awsdns-02.co.uk', 'ns-3.awsdns-03.com', 'ns-4.awsdns-04.net'];

/** Seconds: those of the two records that every zone has. */
const NS_TTL = 172_800;
const SOA_TTL = 900;

export const createHostedZone = operation('CreateHostedZone', (input, context) => {
  refuseMembers('CreateHostedZone', input, ['VPC', 'DelegationSetId', 'EnablePublicDNSFallback', 'ChangeGuardrails']);
  const { HostedZoneConfig: { Comment, PrivateZone = false } = {}, CallerReference } = input;
  refuseMembers('CreateHostedZone', { PrivateZone }, ['PrivateZone']);
  const name = dnsName(input.Name);
  if (!/^(?:[a-z0-9_*-]{1,63}\.)+$/.test(name)) {
    throw new AwsError('InvalidDomainName', `${input.Name} is not a valid domain name`);
  }
  const zones = hostedZones(context.cloud);
  if (zones.values().some((zone) => zone.callerReference === CallerReference)) {
    const words = `A hosted zone has already been created with the specified caller reference.`;
    throw new AwsError('HostedZoneAlreadyExists', words, { status: 409 });
  }
  const zone: HostedZone = {
    id: `Z${context.cloud.ids.upper(20)}`,
    name,
    callerReference: CallerReference,
    ...(Comment !== undefined && { comment: Comment }),
    isPrivate: PrivateZone,
    nameServers: NAME_SERVERS,
    records: ownRecords(name),
    tags: {},
  };
  zones.put(zone.id, zone);
  return {
    HostedZone: zoneOnWire(zone),
    ChangeInfo: newChange(context),
    DelegationSet: { NameServers: [...zone.nameServers] },
    Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}`,
  };
});

const ownRecords = (name: string): RecordSet[] => [
  { name, type: 'NS', ttl: NS_TTL, values: NAME_SERVERS.map((server) => `${server}.`) },
  {
    name,
    type: 'SOA',
    ttl: SOA_TTL,
    values: [`${NAME_SERVERS[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`],
  },
];

export const getHostedZone = operation('GetHostedZone', ({ Id }, context) => {
  const zone = findZone(Id, context);
  return { HostedZone: zoneOnWire(zone), DelegationSet: { NameServers: [...zone.nameServers] } };
});

export const deleteHostedZone = operation('DeleteHostedZone', ({ Id }, context) => {
  const zone = findZone(Id, context);
  if (zone.records.some(({ name, type }) => name !== zone.name || (type !== 'NS' && type !== 'SOA'))) {
    throw new AwsError(
      'HostedZoneNotEmpty',
      'The specified hosted zone contains non-required resource record sets  and so cannot be deleted.',
    );
  }
  hostedZones(context.cloud).delete(zone.id);
  return { ChangeInfo: newChange(context) };
});

/** Throws NoSuchHostedZone. */
export function findZone(id: string, { cloud }: OperationContext): HostedZone {
  const plain = id.replace(/^\/hostedzone\//, '');
  const zone = hostedZones(cloud).get(plain);
  if (!zone) throw new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${plain}`, { status: 404 });
  return zone;
}

export const zoneOnWire = ({
  id,
  name,
  callerReference,
  comment,
  isPrivate,
  records,
}: HostedZone): HostedZoneShape => ({
  Id: `/hostedzone/${id}`,
  Name: name,
  CallerReference: callerReference,
  Config: { ...(comment !== undefined && { Comment: comment }), PrivateZone: isPrivate },
  ResourceRecordSetCount: records.length,
});
