/** `encryption`: a key of the user's own for functions, log groups and tables. */
import { AssociateKmsKeyCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DisableKeyCommand, EnableKeyCommand } from '@aws-sdk/client-kms';
import { GetFunctionConfigurationCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Clients } from '../../src/aws/sdk/clients.ts';
import { createEncryptionKey } from '../helpers/encryption-key.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';
import { clientsOf } from '../helpers/project-clients.ts';

const FunctionName = 'items-api-dev';
const stage = ['--stage', 'dev'];

let project: Project;
let clients: Clients;
let region: string;
let key: string;

beforeAll(async () => {
  project = await startSmallProject();
  clients = clientsOf(project);
  region = await (await clients.lambda()).config.region();
  key = await createEncryptionKey(clients, 'alias/orders', `logs.${region}.amazonaws.com`);
});
afterAll(async () => {
  clients.destroy();
  await project.close();
});

const setKey = (value: string) =>
  project.edit('apikit.yaml', (text) => `${text.replace(/^encryption:.*\n/m, '')}encryption: ${value}\n`);
const deploy = () => project.json<{ calls: { total: number } }>(['deploy', ...stage, '--yes']);
const drift = async () => (await project.json<{ drift: object[] }>(['status', ...stage])).drift;

async function keysInUse(): Promise<(string | undefined)[]> {
  const [lambda, logs, dynamodb] = await Promise.all([clients.lambda(), clients.logs(), clients.dynamodb()]);
  const { KMSKeyArn } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
  const own = logGroups.filter(({ logGroupName }) => logGroupName?.includes(FunctionName));
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'items-api-dev-items' }));
  return [KMSKeyArn, ...own.map(({ kmsKeyId }) => kmsKeyId), Table?.SSEDescription?.KMSMasterKeyArn];
}

it('refuses a key that cannot be used, before anything is created', async () => {
  setKey('{ key: alias/nobodys }');
  const refused = async () => (await project.apikit(['deploy', ...stage, '--yes'])).stderr;
  expect(await refused()).toContain('The key alias/nobodys of encryption in apikit.yaml does not exist');
  await createEncryptionKey(clients, 'alias/closed');
  setKey('{ key: alias/closed }');
  expect(await refused()).toContain('its policy does not allow CloudWatch Logs to use it');
  await (await clients.kms()).send(new DisableKeyCommand({ KeyId: key }));
  setKey('{ key: alias/orders }');
  expect(await refused()).toMatch(/cannot be used: it is disabled.*Nothing was changed/s);
  await (await clients.kms()).send(new EnableKeyCommand({ KeyId: key }));
  expect((await (await clients.logs()).send(new DescribeLogGroupsCommand({}))).logGroups).toEqual([]);
});

it('encrypts environment, log groups and tables with the key', async () => {
  await deploy();
  const [ofFunction, ...others] = await keysInUse();
  expect(others).toHaveLength(3);
  expect(new Set([ofFunction, ...others])).toEqual(new Set([key]));
  expect(await drift()).toEqual([]);
});

it('shows a key that somebody else has set as drift, and sets its own again', async () => {
  const other = await createEncryptionKey(clients, 'alias/other', `logs.${region}.amazonaws.com`);
  const logGroupName = `/aws/lambda/${FunctionName}`;
  await (await clients.logs()).send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId: other }));
  expect(await drift()).toMatchObject([{ resource: 'log-group/function', path: 'kmsKey' }]);
  await deploy();
  expect(await drift()).toEqual([]);
});

it('lets the function fail while the key is disabled', async () => {
  const { url } = await project.json<{ url: string }>(['status', ...stage]);
  const lambda = await clients.lambda();
  await (await clients.kms()).send(new DisableKeyCommand({ KeyId: key }));
  await expect(lambda.send(new InvokeCommand({ FunctionName }))).rejects.toMatchObject({
    name: 'KMSDisabledException',
  });
  expect((await fetch(`${url}/health`)).status).toBe(500);
  await (await clients.kms()).send(new EnableKeyCommand({ KeyId: key }));
});

it('leaves the key without the setting, and removes it from functions and log groups with false', async () => {
  const [inUse] = await keysInUse();
  project.edit('apikit.yaml', (text) => text.replace(/^encryption:.*\n/m, ''));
  expect(await drift()).not.toContainEqual(expect.objectContaining({ path: 'kmsKey' }));
  setKey('false');
  await deploy();
  const [ofFunction, ...others] = await keysInUse();
  expect(inUse).toBe(key);
  expect([ofFunction, ...others.slice(0, -1)]).toEqual([undefined, undefined, undefined]);
  // A table keeps its key, because a deploy does not change a key that apikit.yaml no longer names.
  expect(others.at(-1)).toBe(key);
});
