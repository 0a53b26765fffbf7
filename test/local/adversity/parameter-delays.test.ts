/**
 * Parameter Store refuses two things for a short time: a second update, and the name of a parameter that was just
 * deleted.
 */
import { DeleteParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { expect, it } from 'vitest';
import { refusal, startAdverseCloud } from './adverse-cloud.ts';

const Name = '/items-api/setting';
const put = (more: object = {}) => new PutParameterCommand({ Name, Value: '1', Type: 'String', ...more });

async function start() {
  const rig = await startAdverseCloud({ factor: 1, latency: false });
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  return { ...rig, ssm: new SSMClient({ endpoint: rig.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 }) };
}

it('a deleted name is free again after thirty seconds', async () => {
  const { clock, ssm } = await start();
  await ssm.send(put());
  await ssm.send(new DeleteParameterCommand({ Name }));
  clock.advance(29_000);
  expect(await refusal(ssm.send(put()))).toMatchObject({
    name: 'TooManyUpdates',
    message: expect.stringContaining('stale tags'),
  });
  clock.advance(1_000);
  await ssm.send(put());
});

it('an update immediately after another is rejected', async () => {
  const { clock, ssm } = await start();
  await ssm.send(put());
  expect(await refusal(ssm.send(put({ Overwrite: true })))).toMatchObject({ name: 'TooManyUpdates' });
  clock.advance(100);
  expect(await ssm.send(put({ Overwrite: true }))).toMatchObject({ Version: 2 });
});
