/** The clock of tests: time passes for a program that sleeps, never for one that waits for a response. */
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { startAdverseCloud } from './adverse-cloud.ts';

it('wakes sleepers in order, without real waiting', async () => {
  const { client, now } = fakeClock(0);
  const woken: [number, number][] = [];
  const sleep = (seconds: number) => client.sleep(seconds * 1000).then(() => void woken.push([seconds, now()]));
  await Promise.all([sleep(3600), sleep(5), sleep(60)]);
  expect(woken).toEqual([
    [5, 5000],
    [60, 60_000],
    [3600, 3_600_000],
  ]);
});

it('runs the timers of the cloud as its time passes', () => {
  const { cloud, advance } = fakeClock(0);
  const ran: number[] = [];
  cloud.after(20, () => ran.push(cloud.now()));
  cloud.after(10, () => cloud.after(5, () => ran.push(cloud.now())));
  cloud.after(12, () => ran.push(cloud.now()))();
  advance(15);
  expect(ran).toEqual([15]);
  advance(100);
  expect(ran).toEqual([15, 20]);
});

it('does not let a time limit end a pending call', async () => {
  const clock = fakeClock();
  const { dynamodb } = await startAdverseCloud({}, { clock });
  await dynamodb.send(new ListTablesCommand({}));
  const limit = new AbortController();
  const first = await Promise.race([
    dynamodb.send(new ListTablesCommand({})).then(() => 'answered'),
    clock.client.sleep(60_000, limit.signal).then(
      () => 'given up',
      () => 'aborted',
    ),
  ]);
  limit.abort();
  expect(first).toBe('answered');
});

it('ends an aborted sleep', async () => {
  const { client } = fakeClock();
  const controller = new AbortController();
  const sleeping = client.sleep(1000, controller.signal);
  controller.abort(new Error('enough'));
  await expect(sleeping).rejects.toThrow('enough');
});
