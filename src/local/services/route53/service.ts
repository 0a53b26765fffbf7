/** Route 53: hosted zones and their records (REST-XML). No name server answers for them. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { changeRecords } from './change-records.ts';
import { getChange } from './changes.ts';
import { createHostedZone, deleteHostedZone, getHostedZone } from './hosted-zones.ts';
import { listHostedZones, listHostedZonesByName } from './list-hosted-zones.ts';
import { listRecords } from './list-records.ts';
import { changeTags, listTags } from './tags.ts';

export const service: ServiceDefinition = {
  id: 'route53',
  signingNames: ['route53'],
  protocols: [
    {
      type: 'rest-xml',
      roots: ['2013-04-01'],
      namespace: 'https://route53.amazonaws.com/doc/2013-04-01/',
      malformed: () => new AwsError('MalformedInput', 'Could not parse XML'),
    },
  ],
  constraintError: 'InvalidInput',
  operations: [
    createHostedZone,
    getHostedZone,
    deleteHostedZone,
    listHostedZones,
    listHostedZonesByName,
    changeRecords,
    listRecords,
    getChange,
    changeTags,
    listTags,
  ],
};
