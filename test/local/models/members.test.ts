/**
 * Nothing that a client sends is accepted and ignored. Every member of a request by AWS's model has to be read by its
 * service or refused by name, or it is listed here with the reason why it changes nothing.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inputOf } from '../../../src/local/cloud/operation-model.ts';
import { operationModel } from '../../../src/local/protocols/operation-models.ts';
import { SERVICES } from '../../../src/local/start-cloud.ts';

const LOCAL = join(import.meta.dirname, '../../../src/local');

/** The folders of services whose IDs are other words. */
const FOLDERS: Readonly<Record<string, string>> = { ce: 'costexplorer', 'cognito-idp': 'cognito', tag: 'tagging' };

const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  'apigateway generateDistinctId': 'AWS documents it as deprecated; the ID of a key always differs from its value',
  'cognito-idp ClientMetadata': 'it goes only to Lambda triggers, and a pool with triggers is refused',
  'cognito-idp DesiredDeliveryMediums': 'no invitation is sent',
  'cognito-idp ContextData': 'it is for threat protection, and UserPoolAddOns is refused',
  'cognito-idp UserContextData': 'it is for threat protection, and UserPoolAddOns is refused',
  'kms BypassPolicyLockoutSafetyCheck': 'no key policy is refused for locking its author out',
  'lambda S3ObjectVersion': 'it belongs to S3Bucket, which is refused',
  'lambda S3ObjectStorageMode': 'it belongs to S3Bucket, which is refused',
  's3 RequestPayer': 'the owner of a bucket pays, and requester-pays buckets are refused',
  's3 BypassGovernanceRetention': 'object lock is refused',
  'logs interleaved': 'AWS ignores it: the result is always interleaved',
  'logs sequenceToken': 'AWS ignores it: a token is always accepted',
  'logs logStreamNamePrefixes': 'StartLiveTail is refused',
  'logs logEventFilterPattern': 'StartLiveTail is refused',
};

function sources(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

test.each(SERVICES.map((service) => [service.id, service] as const))(
  'every member of the requests of %s is read or refused',
  async (id, service) => {
    const text = ['state', 'runtime', 'cloud', `services/${FOLDERS[id] ?? id}`].map((part) =>
      sources(join(LOCAL, part)),
    );
    const words = new Set(text.join('\n').match(/[\w-]+/g));
    const ignored = new Set<string>();
    for (const { name } of service.operations.filter(({ refused }) => !refused)) {
      for (const [member, shape] of Object.entries(inputOf(await operationModel(service, name)).members)) {
        const sent = typeof shape === 'string' ? member : shape.as;
        const isRead = [member, sent, sent.toLowerCase()].some((word) => words.has(word));
        if (!isRead && WITHOUT_EFFECT[`${id} ${member}`] === undefined) ignored.add(`${name} ${member}`);
      }
    }
    expect([...ignored]).toEqual([]);
  },
);
