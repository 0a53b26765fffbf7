/** State of the embedded cloud in a cloned folder: no code of it runs unless the user trusts it. */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, PutItemCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateEventSourceMappingCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, it, vi } from 'vitest';
import { apikit, tempDir } from '../../helpers/cli.ts';
import { scaffold } from '../../helpers/project.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';
import { makeZip } from '../lambda/zip.ts';

/** Creates a project whose local state has a consumer and a record that was never delivered. */
async function projectWithPendingRecord(marker: string): Promise<string> {
  const dir = await scaffold(['--template', 'hello']);
  const cloud = await startTestCloud({ dataDir: join(dir, '.apikit', 'local') });
  const config = {
    endpoint: cloud.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const tables = new DynamoDBClient(config);
  const roles = new IAMClient(config);
  const functions = new LambdaClient(config);
  await tables.send(
    new CreateTableCommand({
      TableName: 'users',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );
  const { Table } = (
    await waitUntilTableExists({ client: tables, minDelay: 1, maxDelay: 1, maxWaitTime: 20 }, { TableName: 'users' })
  ).reason;
  const statement = (more: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });
  const { Role } = await roles.send(
    new CreateRoleCommand({
      RoleName: 'reader',
      AssumeRolePolicyDocument: statement({ Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }),
    }),
  );
  await roles.send(
    new PutRolePolicyCommand({
      RoleName: 'reader',
      PolicyName: 'stream',
      PolicyDocument: statement({ Action: 'dynamodb:*', Resource: Table.LatestStreamArn }),
    }),
  );
  const source = `require('node:fs').appendFileSync(${JSON.stringify(marker)}, process.env.AWS_ENDPOINT_URL + '\\n');
exports.handler = async () => { throw new Error('never delivered'); };`;
  await functions.send(
    new CreateFunctionCommand({
      FunctionName: 'consumer',
      Role: Role!.Arn,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: await makeZip({ 'index.js': source }) },
    }),
  );
  await functions.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'consumer',
      EventSourceArn: Table.LatestStreamArn,
      StartingPosition: 'TRIM_HORIZON',
    }),
  );
  await tables.send(new PutItemCommand({ TableName: 'users', Item: { id: { S: 'a' } } }));
  await vi.waitFor(() => expect(existsSync(marker)).toBe(true), { timeout: 60_000 });
  await cloud.close();
  return dir;
}

it('plan runs no code of foreign state until the user trusts it', async () => {
  const marker = join(tempDir(), 'marker');
  const original = await projectWithPendingRecord(marker);
  const runsAt = () => new Set(readFileSync(marker, 'utf8').trim().split('\n'));
  const [cloned, trusted] = [join(tempDir(), 'cloned'), join(tempDir(), 'trusted')];
  for (const folder of [cloned, trusted]) cpSync(original, folder, { recursive: true });
  try {
    const planned = await apikit(['plan', '--stage', 'local', '--json'], { cwd: cloned });
    expect(planned.code).toBe(0);
    expect(planned.stderr).toContain('apikit local start --trust-state');
    const started = await apikit(['local', 'start', '--trust-state', '--json'], { cwd: trusted });
    expect(started.stderr).not.toContain('--trust-state');
    const { endpoint } = started.json<{ endpoint: string }>();
    // The clone has had more time than this one needs.
    await vi.waitFor(() => expect(runsAt()).toContain(endpoint), { timeout: 60_000 });
    expect(runsAt().size).toBe(2);
  } finally {
    await Promise.all([cloned, trusted].map((cwd) => apikit(['local', 'stop'], { cwd })));
  }
});
