import { describe, expect, it } from 'vitest';
import { createCallOrder } from '../../src/dev/call-order.ts';
import type { JoinedEntry } from '../../src/logs/live-entry.ts';
import { fakeClock } from '../helpers/fake-clock.ts';

const F1 = '3735349c-ef39-4ab7-a5b8-14dcc46248d7';
const F2 = '5d0d5c1e-7c0b-4d6c-9d49-6b0f6a3f2b11';

const request = (requestId: string, functionRequestId: string) =>
  ({
    type: 'request',
    requestId,
    functionRequestId,
    path: '/',
    method: 'GET',
    status: 200,
    latency: 1,
    time: 1,
    apiId: 'a',
    stage: 'local',
  }) as const;
const line = (stream: string, message: string) =>
  ({ type: 'log', group: '/aws/lambda/x', stream, time: 1, message }) as const;

function setUp() {
  const told: string[] = [];
  let wake = () => {};
  const order = createCallOrder(fakeClock().client, (entry: JoinedEntry) => {
    told.push(entry.type === 'request' ? `request ${entry.requestId}` : `${entry.message} of ${entry.requestId}`);
    wake();
  });
  return { told, order, next: () => new Promise<void>((resolve) => (wake = resolve)) };
}

describe('the order of the live log', () => {
  it('puts a request before the lines of its call, each with the lines of its own process', () => {
    const { told, order } = setUp();
    order(line('one', `START RequestId: ${F1} Version: 1\n`));
    order(line('two', `START RequestId: ${F2} Version: 1\n`));
    order(line('one', 'first'));
    order(line('two', 'second'));
    order(request('r2', F2));
    order(request('r1', F1));
    order(line('one', 'late'));
    expect(told).toEqual([
      'request r2',
      `START RequestId: ${F2} Version: 1\n of r2`,
      'second of r2',
      'request r1',
      `START RequestId: ${F1} Version: 1\n of r1`,
      'first of r1',
      'late of r1',
    ]);
  });

  it('does not mistake printed text for the start of another call', () => {
    const { told, order } = setUp();
    order(line('two', `START RequestId: ${F2} Version: 1\n`));
    order(line('one', `START RequestId: ${F1} Version: 1\n`));
    order(line('one', `START RequestId: ${F2} Version: 1\n`));
    order(line('one', 'forged'));
    order(request('r1', F1));
    expect(told).toContain('forged of r1');
  });

  it('follows a call that takes long', async () => {
    const { told, order, next } = setUp();
    order(line('one', `START RequestId: ${F1} Version: 1\n`));
    order(line('one', 'working'));
    await next();
    expect(told).toEqual([`START RequestId: ${F1} Version: 1\n of undefined`, 'working of undefined']);
  });

  it('shows lines outside of any call at once', () => {
    const { told, order } = setUp();
    order(line('one', 'INIT_START'));
    expect(told).toEqual(['INIT_START of undefined']);
  });
});
