import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { service } from '../../../src/local/services/secretsmanager/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

const Name = 'prod/payments';
let cloud: Services;
let client: SecretsManagerClient;
let now = 0;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 21);
  cloud = await startServices([service], { now: () => now });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new SecretsManagerClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await cloud.close();
});

const create = (SecretString = 'one') => client.send(new CreateSecretCommand({ Name, SecretString }));
const get = async (more: { VersionStage?: string; VersionId?: string } = {}, SecretId = Name) =>
  (await client.send(new GetSecretValueCommand({ SecretId, ...more }))).SecretString;

test('a secret is found by its name, its ARN, and its ARN without the last six characters', async () => {
  const { ARN } = await create();
  expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-west-1:000000000000:secret:prod\/payments-[A-Za-z0-9]{6}$/);
  for (const id of [Name, ARN!, ARN!.slice(0, -7)]) expect(await get({}, id)).toBe('one');
  await expect(get({}, 'nobody')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: "Secrets Manager can't find the specified secret.",
  });
  await expect(create()).rejects.toMatchObject({ name: 'ResourceExistsException' });
});

test('a secret without a value has no versions until it gets one', async () => {
  const { VersionId } = await client.send(new CreateSecretCommand({ Name }));
  const described = await client.send(new DescribeSecretCommand({ SecretId: Name }));
  expect(VersionId).toBeUndefined();
  expect(described).not.toHaveProperty('VersionIdsToStages');
  await client.send(new PutSecretValueCommand({ SecretId: Name, SecretString: 'one' }));
  const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId: Name }));
  expect(Object.values(VersionIdsToStages!)).toEqual([['AWSCURRENT']]);
});

test('a new value is current, and the previous one is still readable', async () => {
  const { VersionId: first } = await create();
  const { VersionId: second } = await client.send(new PutSecretValueCommand({ SecretId: Name, SecretString: 'two' }));
  expect([await get(), await get({ VersionStage: 'AWSPREVIOUS' })]).toEqual(['two', 'one']);
  const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId: Name }));
  expect(VersionIdsToStages).toEqual({ [first!]: ['AWSPREVIOUS'], [second!]: ['AWSCURRENT'] });
  await client.send(new UpdateSecretCommand({ SecretId: Name, SecretString: 'three', Description: 'keys' }));
  expect([await get(), await get({ VersionStage: 'AWSPREVIOUS' })]).toEqual(['three', 'two']);
  await expect(get({ VersionStage: 'nothing' })).rejects.toThrow(
    "Secrets Manager can't find the specified secret value for staging label: nothing",
  );
});

test('a repeated request with its token is the same version, and cannot have another value', async () => {
  const ClientRequestToken = 'a'.repeat(32);
  await create();
  const put = (SecretString: string) =>
    client.send(new PutSecretValueCommand({ SecretId: Name, SecretString, ClientRequestToken }));
  const [once, again] = [await put('two'), await put('two')];
  expect(again.VersionId).toBe(once.VersionId);
  await expect(put('three')).rejects.toMatchObject({ name: 'ResourceExistsException' });
});

test('a deleted secret can be restored within its window, and its name is not available until then', async () => {
  await create();
  const { DeletionDate } = await client.send(new DeleteSecretCommand({ SecretId: Name, RecoveryWindowInDays: 7 }));
  expect(DeletionDate).toEqual(new Date(now + 7 * 86_400_000));
  await expect(get()).rejects.toMatchObject({ name: 'InvalidRequestException' });
  await expect(create()).rejects.toMatchObject({
    name: 'InvalidRequestException',
    message: "You can't create this secret because a secret with this name is already scheduled for deletion.",
  });
  expect((await client.send(new ListSecretsCommand({}))).SecretList).toEqual([]);
  await client.send(new RestoreSecretCommand({ SecretId: Name }));
  expect(await get()).toBe('one');
  await client.send(new DeleteSecretCommand({ SecretId: Name }));
  now += 31 * 86_400_000;
  await create('two');
  await client.send(new DeleteSecretCommand({ SecretId: Name, ForceDeleteWithoutRecovery: true }));
  await create('three');
  expect(await get()).toBe('three');
});

test('secrets are listed by name and tags', async () => {
  await create();
  const Tags = [{ Key: 'team', Value: 'blue' }];
  await client.send(new CreateSecretCommand({ Name: 'dev/mail', SecretBinary: Buffer.from([1, 2]), Tags }));
  const list = async (Key: 'name' | 'tag-key', value: string) => {
    const { SecretList } = await client.send(new ListSecretsCommand({ Filters: [{ Key, Values: [value] }] }));
    return SecretList?.map((secret) => secret.Name);
  };
  expect([await list('name', 'prod/'), await list('tag-key', 'team')]).toEqual([['prod/payments'], ['dev/mail']]);
  await client.send(new TagResourceCommand({ SecretId: Name, Tags }));
  await client.send(new UntagResourceCommand({ SecretId: 'dev/mail', TagKeys: ['team'] }));
  expect(await list('tag-key', 'team')).toEqual(['prod/payments']);
  const { SecretBinary } = await client.send(new GetSecretValueCommand({ SecretId: 'dev/mail' }));
  expect([...SecretBinary!]).toEqual([1, 2]);
});

test('a list has the oldest secret first, if it asks for no order', async () => {
  for (const Name of ['b', 'c', 'a']) {
    await client.send(new CreateSecretCommand({ Name }));
    now += 1000;
  }
  const listed = async (input: { SortOrder?: 'asc' | 'desc' }) =>
    (await client.send(new ListSecretsCommand(input))).SecretList?.map((secret) => secret.Name).join();
  expect([await listed({}), await listed({ SortOrder: 'desc' })]).toEqual(['b,c,a', 'a,c,b']);
});

test('a token names one value, also for a secret that exists', async () => {
  const ClientRequestToken = '9f19e578-8fad-4ce3-9e74-374ce3059a03';
  const create = (SecretString: string) =>
    client.send(new CreateSecretCommand({ Name, SecretString, ClientRequestToken }));
  const { ARN } = await create('one');
  expect(await create('one')).toMatchObject({ ARN, VersionId: ClientRequestToken });
  await expect(create('two')).rejects.toMatchObject({
    name: 'ResourceExistsException',
    message: `You can't use ClientRequestToken ${ClientRequestToken} because that value is already in use for a version of secret ${ARN}.`,
  });
});

test('the filter `all` searches words in every attribute', async () => {
  const make = (Name: string, more: object = {}) =>
    client.send(new CreateSecretCommand({ Name, SecretString: 's', ...more }));
  await make('SecretOne');
  await make('SecretTwo', { Description: 'DescTwo' });
  await make('Thirdsecret', { Tags: [{ Key: 'foo', Value: 'v' }] });
  await make('uat/COMPANYthings');
  await make('prod-AppBeta');
  const found = async (...Values: string[]) => {
    const { SecretList } = await client.send(new ListSecretsCommand({ Filters: [{ Key: 'all', Values }] }));
    return SecretList?.map((secret) => secret.Name).sort();
  };
  expect(await found('sec')).toEqual(['SecretOne', 'SecretTwo']);
  expect(await found('d t')).toEqual(['SecretTwo']);
  expect(await found('foo', 'beta')).toEqual(['Thirdsecret', 'prod-AppBeta']);
  expect(await found('Ythings')).toEqual(['uat/COMPANYthings']);
  expect(await found('things')).toEqual([]);
  expect(await found('-')).toEqual([]);
});

test.each([
  [{ Values: ['x'] }, 'InvalidParameterException'],
  [{ Key: 'name' as const }, 'InvalidParameterException'],
  [{ Key: 'owner' as 'name', Values: ['x'] }, 'ValidationException'],
])('the filter %j is rejected', async (filter, name) => {
  await expect(client.send(new ListSecretsCommand({ Filters: [filter] }))).rejects.toMatchObject({ name });
});

test('a missing secret can be deleted only by force', async () => {
  const remove = (ForceDeleteWithoutRecovery: boolean) =>
    client.send(new DeleteSecretCommand({ SecretId: 'nobody', ForceDeleteWithoutRecovery }));
  expect(await remove(true)).toMatchObject({ Name: 'nobody', DeletionDate: expect.any(Date) });
  await expect(remove(false)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a value beyond 65,536 bytes is rejected, and the error does not repeat it', async () => {
  await expect(create('é'.repeat(40_000))).rejects.toMatchObject({
    name: 'ValidationException',
    message:
      "1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length less than or equal to 65536",
  });
});
