/** CreateKey, DescribeKey, ListKeys, and the states of a key. */
import { randomBytes } from 'node:crypto';
import { notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { findKey, type Key, keyArn, keyState, keysOf } from '../../state/keys/keys.ts';
import { getKey, getKeyById, invalidState, page } from './find-key.ts';
import { checkedPolicy, defaultPolicy } from './key-policy.ts';
import { operation } from './operation.ts';
import { keyTags } from './tags.ts';

const DAY = 86_400_000;

export const createKey = operation('CreateKey', (input, context) => {
  refuseMembers('KMS CreateKey', input, ['CustomKeyStoreId', 'XksKeyId']);
  const { KeyUsage = 'ENCRYPT_DECRYPT', KeySpec = 'SYMMETRIC_DEFAULT', Origin = 'AWS_KMS', MultiRegion } = input;
  if (KeyUsage !== 'ENCRYPT_DECRYPT') throw notImplemented(`KMS CreateKey with KeyUsage ${KeyUsage}`);
  const spec = input.CustomerMasterKeySpec ?? KeySpec;
  if (spec !== 'SYMMETRIC_DEFAULT') throw notImplemented(`KMS CreateKey with KeySpec ${spec}`);
  if (Origin !== 'AWS_KMS') throw notImplemented(`KMS CreateKey with Origin ${Origin}`);
  if (MultiRegion) throw notImplemented('KMS CreateKey with MultiRegion');
  const key: Key = {
    id: context.cloud.ids.uuid(),
    description: input.Description ?? '',
    createdAt: context.cloud.clock.now(),
    enabled: true,
    policy: input.Policy === undefined ? defaultPolicy(context) : checkedPolicy(input.Policy),
    tags: keyTags(input.Tags ?? []),
    material: randomBytes(32).toString('base64'),
  };
  keysOf(context.cloud, context).put(key.id, key);
  return { KeyMetadata: metadataOf(key, context) };
});

export const describeKey = operation('DescribeKey', (input, context) => {
  refuseMembers('KMS DescribeKey', input, ['GrantTokens']);
  return { KeyMetadata: metadataOf(getKey(input.KeyId, context), context) };
});

export const listKeys = operation('ListKeys', (input, context) => {
  refuseMembers('KMS ListKeys', input, ['ResourceOwners']);
  const { Limit, Marker } = input;
  const all = keysOf(context.cloud, context)
    .values()
    .filter(({ id }) => findKey(context.cloud, context, id));
  const { items, next } = page(all, Limit ?? 100, Marker);
  return {
    Keys: items.map(({ id }) => ({ KeyId: id, KeyArn: keyArn(context, id) })),
    NextMarker: next,
    Truncated: next !== undefined,
  };
});

export const enableKey = operation('EnableKey', ({ KeyId }, context) => setEnabled(KeyId, context, true));

export const disableKey = operation('DisableKey', ({ KeyId }, context) => setEnabled(KeyId, context, false));

export const scheduleKeyDeletion = operation('ScheduleKeyDeletion', ({ KeyId, PendingWindowInDays = 30 }, context) => {
  const key = getKeyById(KeyId, context);
  refusePending(key, context);
  const deletionAt = context.cloud.clock.now() + PendingWindowInDays * DAY;
  keysOf(context.cloud, context).put(key.id, { ...key, enabled: false, deletionAt });
  return {
    KeyId: keyArn(context, key.id),
    DeletionDate: new Date(deletionAt),
    KeyState: 'PendingDeletion',
    PendingWindowInDays,
  };
});

/** The key is disabled afterwards. */
export const cancelKeyDeletion = operation('CancelKeyDeletion', ({ KeyId }, context) => {
  const { deletionAt, ...key } = getKeyById(KeyId, context);
  const arn = keyArn(context, key.id);
  if (deletionAt === undefined) throw invalidState(`${arn} is not pending deletion.`);
  keysOf(context.cloud, context).put(key.id, key);
  return { KeyId: arn };
});

function setEnabled(given: string, context: OperationContext, enabled: boolean): void {
  const key = getKeyById(given, context);
  refusePending(key, context);
  keysOf(context.cloud, context).put(key.id, { ...key, enabled });
}

function refusePending({ id, deletionAt }: Key, context: OperationContext): void {
  if (deletionAt !== undefined) throw invalidState(`${keyArn(context, id)} is pending deletion.`);
}

function metadataOf(key: Key, context: OperationContext) {
  return {
    AWSAccountId: context.account,
    KeyId: key.id,
    Arn: keyArn(context, key.id),
    CreationDate: new Date(key.createdAt),
    Enabled: keyState(key) === 'Enabled',
    Description: key.description,
    KeyUsage: 'ENCRYPT_DECRYPT' as const,
    KeyState: keyState(key),
    DeletionDate: key.deletionAt === undefined ? undefined : new Date(key.deletionAt),
    Origin: 'AWS_KMS' as const,
    KeyManager: 'CUSTOMER' as const,
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT' as const,
    KeySpec: 'SYMMETRIC_DEFAULT' as const,
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT' as const],
    MultiRegion: false,
  };
}
