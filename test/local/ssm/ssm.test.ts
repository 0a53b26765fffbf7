import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  RemoveTagsFromResourceCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { service } from '../../../src/local/services/ssm/service.ts';
import { aws, hasAwsCli } from '../../helpers/aws-cli.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

let cloud: Services;
let ssm: SSMClient;
beforeEach(async () => {
  cloud = await startServices([service]);
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  ssm = new SSMClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
});
afterEach(() => cloud.close());

const put = (Name: string, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
  ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', ...more }));

test('without overwrite exactly one of many concurrent calls creates a parameter', async () => {
  const rivals = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => put('/lock', String(index))));
  expect(rivals.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const lost = rivals.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
  expect(lost.reason).toMatchObject({ name: 'ParameterAlreadyExists' });
});

test('overwriting creates a new version', async () => {
  await put('/app/a', '1');
  expect(await put('/app/a', '2', { Overwrite: true })).toMatchObject({ Version: 2, Tier: 'Standard' });
  expect((await ssm.send(new GetParameterCommand({ Name: '/app/a' }))).Parameter).toMatchObject({
    Value: '2',
    Version: 2,
    ARN: 'arn:aws:ssm:eu-west-1:000000000000:parameter/app/a',
    LastModifiedDate: expect.any(Date),
  });
  await expect(ssm.send(new GetParameterCommand({ Name: '/app/b' }))).rejects.toMatchObject({
    name: 'ParameterNotFound',
  });
});

test('earlier versions stay readable, the last hundred of them', async () => {
  for (let n = 1; n <= 102; n += 1) await put('/app/a', String(n), { Overwrite: true });
  const value = async (Name: string) => (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value;
  expect(await value('/app/a:101')).toBe('101');
  await expect(value('/app/a:2')).rejects.toThrow();
  const { Parameters: two } = await ssm.send(
    new GetParametersCommand({ Names: ['/app/a:3', '/app/a:102', '/app/a:1'] }),
  );
  expect(two?.map(({ Version }) => Version).sort()).toEqual([102, 3]);
  const first = await ssm.send(new GetParameterHistoryCommand({ Name: '/app/a' }));
  expect(first.Parameters?.map(({ Version }) => Version)).toEqual(Array.from({ length: 50 }, (_, index) => index + 3));
  const rest = await ssm.send(new GetParameterHistoryCommand({ Name: '/app/a', NextToken: first.NextToken }));
  expect(rest.Parameters?.at(-1)).toMatchObject({ Version: 102, Value: '102', LastModifiedDate: expect.any(Date) });
  expect(rest.NextToken).toBeUndefined();
});

test('a secure string is readable only with decryption', async () => {
  await put('/secret', 'hunter2', { Type: 'SecureString' });
  const read = async (WithDecryption: boolean) =>
    (await ssm.send(new GetParameterCommand({ Name: '/secret', WithDecryption }))).Parameter?.Value;
  expect(await read(true)).toBe('hunter2');
  expect(await read(false)).not.toBe('hunter2');
});

test('a path returns its own level, or everything below', async () => {
  for (const name of ['/app/a', '/app/b/c', '/apple']) await put(name, 'x');
  const names = async (Recursive: boolean) => {
    const { Parameters } = await ssm.send(new GetParametersByPathCommand({ Path: '/app', Recursive }));
    return Parameters?.map(({ Name }) => Name);
  };
  expect(await names(false)).toEqual(['/app/a']);
  expect(await names(true)).toEqual(['/app/a', '/app/b/c']);
});

test('several parameters at once are found, not found or deleted', async () => {
  await put('/a', '1');
  const found = await ssm.send(new GetParametersCommand({ Names: ['/a', '/b'] }));
  expect(found.Parameters?.map(({ Name }) => Name)).toEqual(['/a']);
  expect(found.InvalidParameters).toEqual(['/b']);
  const deleted = await ssm.send(new DeleteParametersCommand({ Names: ['/a', '/b'] }));
  expect(deleted).toMatchObject({ DeletedParameters: ['/a'], InvalidParameters: ['/b'] });
  await expect(ssm.send(new DeleteParameterCommand({ Name: '/a' }))).rejects.toMatchObject({
    name: 'ParameterNotFound',
  });
});

test('tags are set with a creation or later, never with an overwrite', async () => {
  await put('/a', '1', { Tags: [{ Key: 'x', Value: '1' }] });
  await expect(put('/a', '2', { Overwrite: true, Tags: [{ Key: 'x', Value: '2' }] })).rejects.toThrow(
    "tags and overwrite can't be used together",
  );
  const resource = { ResourceType: 'Parameter' as const, ResourceId: '/a' };
  await ssm.send(new AddTagsToResourceCommand({ ...resource, Tags: [{ Key: 'y', Value: '2' }] }));
  await ssm.send(new RemoveTagsFromResourceCommand({ ...resource, TagKeys: ['x'] }));
  expect((await ssm.send(new ListTagsForResourceCommand(resource))).TagList).toEqual([{ Key: 'y', Value: '2' }]);
  const { Parameters } = await ssm.send(
    new DescribeParametersCommand({ ParameterFilters: [{ Key: 'tag:y', Values: ['2'] }] }),
  );
  expect(Parameters).toMatchObject([{ Name: '/a', Type: 'String' }]);
  expect(Parameters?.[0]).not.toHaveProperty('Value');
});

test('at the root, a name with and without its slash is one parameter, returned in the requested form', async () => {
  await put('root', '1', { Tags: [{ Key: 'x', Value: '1' }] });
  const named = async (Name: string) => (await ssm.send(new GetParameterCommand({ Name }))).Parameter;
  expect(await named('/root')).toMatchObject({ Name: '/root', Value: '1' });
  expect((await named((await named('root'))!.ARN!))?.Name).toBe('root');
  await expect(put('/root', '2')).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
  await put('/root', '2', { Overwrite: true });
  expect(await named('root')).toMatchObject({ Name: 'root', Value: '2', Version: 2 });
  const resource = { ResourceType: 'Parameter' as const, ResourceId: '/root' };
  expect((await ssm.send(new ListTagsForResourceCommand(resource))).TagList).toEqual([{ Key: 'x', Value: '1' }]);
  expect((await ssm.send(new GetParameterHistoryCommand({ Name: '/root' }))).Parameters).toHaveLength(2);
  await ssm.send(new DeleteParameterCommand({ Name: '/root' }));
  await expect(named('root')).rejects.toMatchObject({ name: 'ParameterNotFound' });
});

test.each(['/a//b', 'a/b'])('%s is not a valid name, for either read', async (Name) => {
  await expect(ssm.send(new GetParameterCommand({ Name }))).rejects.toThrow('sub-paths divided by slash symbol');
});

test('references to secrets are rejected by name', async () => {
  const Name = '/aws/reference/secretsmanager/x';
  const refusal = { name: 'NotImplementedException', message: expect.stringContaining(Name) };
  await expect(ssm.send(new GetParameterCommand({ Name }))).rejects.toMatchObject(refusal);
  await expect(ssm.send(new GetParametersCommand({ Names: [Name] }))).rejects.toMatchObject(refusal);
});

test.each([
  [{ Key: 'nothing' }, 'Member must satisfy regular expression pattern'],
  [{ Key: 'Label', Values: ['x'] }, 'The following filter key is not valid: Label'],
  [{ Key: 'Name' }, 'The following filter values are missing'],
  [{ Key: 'Path', Option: 'Equals', Values: ['/x'] }, 'Valid options include: [Recursive, OneLevel]'],
  [{ Key: 'Type', Values: ['x'] }, 'Valid values include: [String, StringList, SecureString]'],
])('filter %j is rejected also if there are no parameters', async (filter, message) => {
  await expect(ssm.send(new DescribeParametersCommand({ ParameterFilters: [filter] }))).rejects.toThrow(message);
});

test('a property of Object.prototype is not a key of the older filters', async () => {
  const filters = { Filters: [{ Key: 'constructor' as 'Name', Values: ['x'] }] };
  await expect(ssm.send(new DescribeParametersCommand(filters))).rejects.toThrow(
    "Value 'constructor' at 'filters.1.member.key' failed to satisfy constraint: Member must satisfy enum value set",
  );
});

test.each([
  ['a value that is too long', { Value: 'x'.repeat(4097) }, 'maximum parameter value of 4096'],
  ['a reserved name', { Name: '/aws/x' }, 'can\'t be prefixed with "aws"'],
  ['a relative path', { Name: 'a/b' }, 'fully qualified name'],
  ['an empty part of a path', { Name: '/a//b' }, 'sub-paths divided by slash symbol'],
  ['an unknown type of data', { DataType: 'Text' }, 'The following data type is not supported: Text'],
  ['an image', { DataType: 'aws:ec2:image' }, 'not emulated'],
])('%s is rejected', async (_what, input, message) => {
  await expect(ssm.send(new PutParameterCommand({ Name: '/a', Value: 'x', Type: 'String', ...input }))).rejects.toThrow(
    message,
  );
});

test.skipIf(!hasAwsCli)('the AWS CLI puts and gets', async () => {
  await aws(cloud.endpoint, 'ssm', 'put-parameter', '--name', '/cli', '--value', 'v', '--type', 'String');
  expect(await aws(cloud.endpoint, 'ssm', 'get-parameter', '--name', '/cli')).toMatchObject({
    Parameter: { Value: 'v', Version: 1 },
  });
});
