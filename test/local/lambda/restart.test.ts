import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { startTestCloud } from '../../helpers/test-cloud.ts';
import { trusting } from './lambda-cloud.ts';
import { makeZip } from './zip.ts';

it('runs functions that an earlier cloud stored', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'apikit-restart-'));
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const first = await startTestCloud({ dataDir });
  const config = { endpoint: first.endpoint, region: 'eu-west-1', credentials };
  const trust = { RoleName: 'runner', AssumeRolePolicyDocument: trusting('lambda.amazonaws.com') };
  const { Role } = await new IAMClient(config).send(new CreateRoleCommand(trust));
  await new LambdaClient(config).send(
    new CreateFunctionCommand({
      FunctionName: 'kept',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: Role!.Arn!,
      Code: { ZipFile: makeZip({ 'index.mjs': 'export const handler = async () => "still here";' }) },
    }),
  );
  await first.close();

  const second = await startTestCloud({ dataDir });
  const client = new LambdaClient({ ...config, endpoint: second.endpoint });
  const answer = await client.send(new InvokeCommand({ FunctionName: 'kept' }));
  expect(Buffer.from(answer.Payload!).toString()).toBe('"still here"');
  await second.close();
  rmSync(dataDir, { recursive: true });
});
