/** Work in progress in a cloud that is reset (`/_apikit/reset`, `apikit local reset`). */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, it, onTestFinished } from 'vitest';
import { startCloud } from '../../src/local/start-cloud.ts';
import { tempDir } from '../helpers/cli.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { trusting } from './lambda/lambda-cloud.ts';
import { makeZip } from './lambda/zip.ts';

async function start() {
  const clock = fakeClock();
  const { endpoint, close } = await startCloud({ port: 0, clock: clock.cloud });
  onTestFinished(close);
  const config = { endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const lambda = new LambdaClient({ ...config, maxAttempts: 1 });
  const iam = new IAMClient(config);
  const calls = join(tempDir(), 'calls');
  writeFileSync(calls, '');
  return {
    clock,
    /** The calls of all functions in one text: each call adds the word of its function. */
    calls: () => readFileSync(calls, 'utf8'),
    async create(word: string, work: string) {
      const trust = { RoleName: 'runner', AssumeRolePolicyDocument: trusting('lambda.amazonaws.com') };
      const { Role } = await iam.send(new CreateRoleCommand(trust));
      const policy = { Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }], Version: '2012-10-17' };
      await iam.send(
        new PutRolePolicyCommand({ RoleName: 'runner', PolicyName: 'logs', PolicyDocument: JSON.stringify(policy) }),
      );
      const code = `import { appendFileSync } from 'node:fs';
        export const handler = async () => { appendFileSync(${JSON.stringify(calls)}, '${word} '); ${work} };`;
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName: 'worker',
          Runtime: 'nodejs22.x',
          Handler: 'index.handler',
          Timeout: 60,
          Role: Role!.Arn!,
          Code: { ZipFile: makeZip({ 'index.mjs': code }) },
        }),
      );
    },
    invoke: (InvocationType: 'Event' | 'RequestResponse') =>
      lambda.send(new InvokeCommand({ FunctionName: 'worker', InvocationType })),
    reset: () => fetch(`${endpoint}/_apikit/reset`, { method: 'POST', headers: { 'x-apikit-control': 'test' } }),
    async groups() {
      const { logGroups } = await new CloudWatchLogsClient(config).send(new DescribeLogGroupsCommand({}));
      return logGroups!.map((each) => each.logGroupName);
    },
    metrics: async () => (await new CloudWatchClient(config).send(new ListMetricsCommand({}))).Metrics,
  };
}

const WAIT = 'await new Promise((done) => setTimeout(done, 50_000));';

it('a pending call fails, and leaves neither log lines nor metrics', async () => {
  const { create, calls, invoke, reset, groups, metrics } = await start();
  await create('slow', `console.log('begun'); ${WAIT}`);
  const call = invoke('RequestResponse');
  await expect.poll(calls).toBe('slow ');
  await expect.poll(groups).toEqual(['/aws/lambda/worker']);
  await reset();
  expect(await call).toMatchObject({ FunctionError: 'Unhandled' });
  expect(await groups()).toEqual([]);
  expect(await metrics()).toEqual([]);
});

it.each([
  ['waits for a retry', "throw new Error('first');"],
  ['is running', WAIT],
])('an event that %s does not reach a later function with the same name', async (_what, work) => {
  const { clock, create, calls, invoke, reset, metrics } = await start();
  await create('first', work);
  await invoke('Event');
  await expect.poll(calls).toBe('first ');
  const failed = async () => (await metrics())?.some(({ MetricName }) => MetricName === 'Errors');
  if (work !== WAIT) await expect.poll(failed).toBe(true);
  await reset();
  await create('second', '');
  for (let minute = 0; minute < 5; minute += 1) {
    clock.advance(60_000);
    await invoke('RequestResponse');
  }
  expect(calls()).toBe(`first ${'second '.repeat(5)}`);
});
