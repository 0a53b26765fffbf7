/** KMS over HTTP with the real SDK: keys, aliases, states, ciphertexts, and what services do with a key. */
import { CloudWatchLogsClient, CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { service as kms } from '../../../src/local/services/kms/service.ts';
import { service as logs } from '../../../src/local/services/logs/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

let services: Services;
let client: KMSClient;
let now = Date.UTC(2026, 10, 30);

const common = () => ({
  endpoint: services.endpoint,
  region: 'eu-west-1',
  maxAttempts: 1,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

beforeAll(async () => {
  services = await startServices([kms, logs], { now: () => now });
  client = new KMSClient(common());
});
afterAll(async () => {
  client.destroy();
  await services.close();
});

async function newKey(): Promise<{ id: string; arn: string }> {
  const { KeyMetadata } = await client.send(new CreateKeyCommand({ Description: 'orders' }));
  return { id: KeyMetadata!.KeyId!, arn: KeyMetadata!.Arn! };
}

describe('a key', () => {
  it('is found by ID, ARN and alias', async () => {
    const { id, arn } = await newKey();
    await client.send(new CreateAliasCommand({ AliasName: 'alias/orders', TargetKeyId: id }));
    for (const KeyId of [id, arn, 'alias/orders', 'arn:aws:kms:eu-west-1:000000000000:alias/orders']) {
      const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId }));
      expect(KeyMetadata).toMatchObject({ Arn: arn, KeyState: 'Enabled', KeyManager: 'CUSTOMER', Enabled: true });
    }
    expect((await client.send(new ListAliasesCommand({ KeyId: id }))).Aliases).toMatchObject([
      { AliasName: 'alias/orders', TargetKeyId: id },
    ]);
    expect((await client.send(new ListKeysCommand({}))).Keys).toContainEqual({ KeyId: id, KeyArn: arn });
    await expect(
      client.send(new CreateAliasCommand({ AliasName: 'alias/orders', TargetKeyId: id })),
    ).rejects.toMatchObject({ name: 'AlreadyExistsException' });
    await client.send(new DeleteAliasCommand({ AliasName: 'alias/orders' }));
    await expect(client.send(new DescribeKeyCommand({ KeyId: 'alias/orders' }))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Alias arn:aws:kms:eu-west-1:000000000000:alias/orders is not found.',
    });
  });

  it('encrypts for the same context only, and not while it is disabled', async () => {
    const { id } = await newKey();
    const EncryptionContext = { table: 'orders', stage: 'prod' };
    const Plaintext = Buffer.from('secret');
    const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId: id, Plaintext, EncryptionContext }));
    const open = (context: Record<string, string>) =>
      client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: context }));
    const opened = await open({ stage: 'prod', table: 'orders' });
    expect(Buffer.from(opened.Plaintext!).toString()).toBe('secret');
    await expect(open({ table: 'others' })).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
    const data = await client.send(new GenerateDataKeyCommand({ KeyId: id, KeySpec: 'AES_256' }));
    expect(data.Plaintext).toHaveLength(32);
    await client.send(new DisableKeyCommand({ KeyId: id }));
    await expect(open(EncryptionContext)).rejects.toMatchObject({ name: 'DisabledException' });
    await client.send(new EnableKeyCommand({ KeyId: id }));
    await open(EncryptionContext);
  });

  it('stays for a while after its deletion was requested, and is then gone', async () => {
    const { id } = await newKey();
    const state = async () => (await client.send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata?.KeyState;
    await client.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
    expect(await state()).toBe('PendingDeletion');
    await expect(client.send(new EnableKeyCommand({ KeyId: id }))).rejects.toMatchObject({
      name: 'KMSInvalidStateException',
    });
    await client.send(new CancelKeyDeletionCommand({ KeyId: id }));
    expect(await state()).toBe('Disabled');
    await client.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
    now += 8 * 86_400_000;
    await expect(state()).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('has tags', async () => {
    const { id: KeyId } = await newKey();
    await client.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: 'team', TagValue: 'shop' }] }));
    const tags = async () => (await client.send(new ListResourceTagsCommand({ KeyId }))).Tags;
    expect(await tags()).toEqual([{ TagKey: 'team', TagValue: 'shop' }]);
    await client.send(new UntagResourceCommand({ KeyId, TagKeys: ['team'] }));
    expect(await tags()).toEqual([]);
  });

  it('is for a log group only if its own policy allows CloudWatch Logs', async () => {
    const { id: KeyId, arn: kmsKeyId } = await newKey();
    const client2 = new CloudWatchLogsClient(common());
    const create = () => client2.send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/shop', kmsKeyId }));
    await expect(create()).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const { Policy } = await client.send(new GetKeyPolicyCommand({ KeyId }));
    const policy = JSON.parse(Policy!);
    policy.Statement.push({
      Effect: 'Allow',
      Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
      Action: 'kms:*',
      Resource: '*',
    });
    await client.send(new PutKeyPolicyCommand({ KeyId, Policy: JSON.stringify(policy) }));
    await create();
    const { logGroups } = await client2.send(new DescribeLogGroupsCommand({}));
    expect(logGroups).toMatchObject([{ logGroupName: '/aws/lambda/shop', kmsKeyId }]);
    client2.destroy();
  });
});
