import { expect, it, onTestFinished } from 'vitest';
import type { Invocation, InvocationResult } from '../../../src/local/runtime/invocation.ts';
import type { Delivery } from '../../../src/local/runtime/runtime-api.ts';
import { createWorker } from '../../../src/local/runtime/worker.ts';
import { createWorkerLog } from '../../../src/local/runtime/worker-log.ts';
import type { FunctionVersion } from '../../../src/local/state/functions/model.ts';

it('an event whose connection broke before it was read is delivered again, and gets one response', () => {
  const scope = { account: '000000000000', region: 'eu-west-1' };
  const clock = { now: () => 0, after: () => () => {} };
  const log = createWorkerLog({ write() {} }, clock, { scope, group: '/aws/lambda/f', version: '1' }, 'a');
  const version = { version: '1', settings: { timeout: 3, memorySize: 128 } } as unknown as FunctionVersion;
  const states: string[] = [];
  const worker = createWorker(version, log, {
    idle: () => void states.push('idle'),
    busy: () => void states.push('busy'),
    startFailed: () => void states.push('start failed'),
    ended: () => void states.push('ended'),
  });
  onTestFinished(() => worker.kill());
  const outcomes: InvocationResult[] = [];
  const invocation: Invocation = {
    ...{ requestId: 'call-1', payload: '{}', invokedArn: 'arn', traceId: 'Root=1' },
    finish: (outcome) => void outcomes.push(outcome),
  };
  const given: Delivery[] = [];
  const give = (delivery: Delivery) => void given.push(delivery);
  const facts = { logBytes: 0, maxRss: 0 };

  worker.api.next(give);
  worker.serve(invocation);
  worker.api.next(give);
  expect(given.map(({ headers }) => headers['Lambda-Runtime-Aws-Request-Id'])).toEqual(['call-1', 'call-1']);
  expect(given[1]).toEqual(given[0]);
  expect(worker.api.respond('call-1', Buffer.from('"done"'), facts)).toBe(true);
  expect(worker.api.respond('call-1', Buffer.from('"twice"'), facts)).toBe(false);
  expect(outcomes.map(({ payload, failed }) => [payload.toString(), failed])).toEqual([['"done"', false]]);
  // The next request asks for the next event.
  worker.api.next(give);
  expect(given).toHaveLength(2);
  expect(states).toEqual(['idle', 'idle']);
});
