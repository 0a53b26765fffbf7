import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { expect, test, vi } from 'vitest';
import { tempDir } from '../../helpers/cli.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const clientOf = (endpoint: string) => new SFNClient({ endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });

test('an execution continues after a restart in the state where it was', async () => {
  const clock = fakeClock();
  const dataDir = tempDir();
  const first = await startTestCloud({ clock: clock.cloud, dataDir });
  const definition = JSON.stringify({
    StartAt: 'Before',
    States: {
      Before: { Type: 'Pass', Result: { seen: true }, Next: 'Wait' },
      Wait: { Type: 'Wait', Seconds: 60, End: true },
    },
  });
  const { endpoint } = first;
  await new IAMClient({ endpoint, region: 'eu-west-1', credentials }).send(
    new CreateRoleCommand({
      RoleName: 'r',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
    }),
  );
  const { stateMachineArn } = await clientOf(first.endpoint).send(
    new CreateStateMachineCommand({ name: 'm', roleArn: 'arn:aws:iam::000000000000:role/r', definition }),
  );
  const { executionArn } = await clientOf(first.endpoint).send(new StartExecutionCommand({ stateMachineArn }));
  clock.advance(59_000);
  await first.close();

  const second = await startTestCloud({ clock: clock.cloud, dataDir });
  const status = async () => await clientOf(second.endpoint).send(new DescribeExecutionCommand({ executionArn }));
  expect((await status()).status).toBe('RUNNING');
  clock.advance(1_000);
  await vi.waitFor(async () => expect(await status()).toMatchObject({ status: 'SUCCEEDED', output: '{"seen":true}' }));
  await second.close();
});
