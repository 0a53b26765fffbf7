/** SnapStart: the functions that can have it, and versions that start from a snapshot. */
import {
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  PutProvisionedConcurrencyConfigCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LambdaCloud, startLambdaCloud } from './lambda-cloud.ts';
import { makeZip } from './zip.ts';

let cloud: LambdaCloud;
beforeAll(async () => {
  cloud = await startLambdaCloud();
});
afterAll(() => cloud.close());

const SNAP_START = { SnapStart: { ApplyOn: 'PublishedVersions' } } as const;
const PYTHON = {
  Runtime: 'python3.13',
  Handler: 'index.handler',
  Code: {
    ZipFile: makeZip({
      'index.py': 'import os\ndef handler(event, context):\n    return os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]\n',
    }),
  },
} as const;

it('starts published versions from a snapshot, and $LATEST as usual', async () => {
  const FunctionName = 'snap';
  await cloud.create(FunctionName, '', { ...PYTHON, ...SNAP_START });
  const { Version } = await cloud.client.send(new PublishVersionCommand({ FunctionName }));
  const { SnapStart } = await cloud.client.send(
    new GetFunctionConfigurationCommand({ FunctionName, Qualifier: Version }),
  );
  expect(SnapStart).toEqual({ ApplyOn: 'PublishedVersions', OptimizationStatus: 'On' });
  const version = await cloud.invoke(FunctionName, {}, Version);
  expect(version.payload).toBe('snap-start');
  expect(version.log).toMatch(/\tRestore Duration: [\d.]+ ms\tBilled Restore Duration: \d+ ms\t/);
  expect(cloud.logged.some(({ message }) => message.startsWith('RESTORE_START Runtime Version: python:3.13.v1'))).toBe(
    true,
  );
  expect((await cloud.invoke(FunctionName)).payload).toBe('on-demand');
});

it('is refused for other runtimes, for large storage, and together with provisioned concurrency', async () => {
  const refused = { name: 'InvalidParameterValueException' };
  await expect(cloud.create('node', 'export const handler = 1;', SNAP_START)).rejects.toMatchObject(refused);
  await expect(
    cloud.create('large', '', { ...PYTHON, ...SNAP_START, EphemeralStorage: { Size: 1024 } }),
  ).rejects.toMatchObject(refused);
  await expect(cloud.create('old', '', { ...PYTHON, ...SNAP_START, Runtime: 'python3.11' })).rejects.toMatchObject(
    refused,
  );
  const provision = new PutProvisionedConcurrencyConfigCommand({
    FunctionName: 'snap',
    Qualifier: '1',
    ProvisionedConcurrentExecutions: 1,
  });
  await expect(cloud.client.send(provision)).rejects.toMatchObject(refused);
});
