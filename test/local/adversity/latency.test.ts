/** Calls take time, on the clock of the cloud. */
import { GetRestApisCommand, PutRestApiCommand } from '@aws-sdk/client-api-gateway';
import { expect, it } from 'vitest';
import { refusal, startAdverseCloud } from './adverse-cloud.ts';

const put = () => new PutRestApiCommand({ restApiId: 'x', body: Buffer.from('{}') });

it.each([
  ['a write', 1, 1200, put()],
  ['a read', 1, 60, new GetRestApisCommand({})],
  ['a write at half the factor', 0.5, 600, put()],
] as const)('%s: at factor %d it responds after %d ms', async (_name, factor, milliseconds, command) => {
  const { adversity, clock, endpoint, gateway } = await startAdverseCloud({ factor });
  let answered = false;
  const call = gateway.send(command as GetRestApisCommand).then(
    () => (answered = true),
    () => (answered = true),
  );
  while (adversity.state().calls.count === 0) await new Promise(setImmediate);
  clock.advance(milliseconds - 1);
  await fetch(`${endpoint}/_apikit/health`);
  expect(answered).toBe(false);
  clock.advance(1);
  await call;
});

it('there is no latency without a factor, or with state delays only', async () => {
  const plain = await startAdverseCloud();
  await plain.gateway.send(new GetRestApisCommand({}));
  const states = await startAdverseCloud({ factor: 1, latency: false });
  await states.gateway.send(new GetRestApisCommand({}));
});

it('an error has no latency', async () => {
  const { gateway } = await startAdverseCloud({ factor: 1, rules: [{ fault: 'throttle' }] });
  expect((await refusal(gateway.send(new GetRestApisCommand({})))).status).toBe(429);
});
