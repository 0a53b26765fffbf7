import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Invocation, InvocationResult } from '../../../src/local/runtime/invocation.ts';
import { createPool, IDLE_MS, type Pool } from '../../../src/local/runtime/pool.ts';
import { createProcessSlots, type ProcessSlots } from '../../../src/local/runtime/process-slots.ts';
import type { Worker, WorkerEvents } from '../../../src/local/runtime/worker.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A worker without a process; the test decides when it is ready. */
interface FakeWorker extends Worker {
  readonly served: string[];
  alive: boolean;
  ready(): void;
  /** The client of the worker has lost its connection. */
  cutOff(): void;
}

function setUp(slots: ProcessSlots = createProcessSlots(), limit = 100, load = () => 0) {
  const workers: FakeWorker[] = [];
  const pool: Pool = createPool({
    slots,
    limit: () => limit,
    measureLoad: () => load,
    emptied: () => {},
    start(events: WorkerEvents) {
      const worker: FakeWorker = {
        api: {} as Worker['api'],
        served: [],
        alive: true,
        attach: () => {},
        abort: () => {},
        serve: ({ requestId }) => void worker.served.push(requestId),
        ready: () => events.idle(worker),
        cutOff: () => events.busy(worker),
        kill() {
          if (!worker.alive) return;
          worker.alive = false;
          events.ended(worker);
        },
      };
      workers.push(worker);
      return worker;
    },
  });
  const finished: Record<string, InvocationResult> = {};
  const submit = (requestId: string) => {
    const finish = (outcome: InvocationResult) => {
      finished[requestId] = outcome;
    };
    pool.submit({ requestId, payload: Buffer.from('{}'), invokedArn: '', traceId: '', finish } satisfies Invocation);
  };
  return { pool, workers, submit, finished };
}

it('serves in order, and gives the next call to the worker that was used last', () => {
  const { workers, submit } = setUp();
  submit('a');
  submit('b');
  expect(workers).toHaveLength(2);
  workers[1]!.ready();
  workers[0]!.ready();
  expect(workers.map(({ served }) => served)).toEqual([['b'], ['a']]);
  workers[0]!.ready();
  workers[1]!.ready();
  submit('c');
  expect(workers[1]!.served).toEqual(['a', 'c']);
});

it('starts more workers only while calls have to wait', () => {
  const { workers, submit } = setUp();
  for (const id of 'abcdef') submit(id);
  const first = workers.length;
  expect(first).toBeLessThan(6);
  vi.advanceTimersByTime(1000);
  expect(workers).toHaveLength(first);
  for (const worker of [...workers]) worker.ready();
  vi.advanceTimersByTime(200);
  expect(workers).toHaveLength(6);
});

it('starts no more workers while calls wait for the cloud itself', () => {
  let load = 1;
  const { workers, submit } = setUp(createProcessSlots(), 100, () => load);
  for (let call = 0; call < 40; call += 1) submit(`${call}`);
  const first = workers.length;
  for (const worker of [...workers]) worker.ready();
  for (let tick = 0; tick < 10; tick += 1) {
    vi.advanceTimersByTime(60);
    workers[0]!.ready();
  }
  expect(workers).toHaveLength(first);
  load = 0.2;
  vi.advanceTimersByTime(120);
  expect(workers.length).toBeGreaterThan(first);
});

it('starts no more workers if calls finish sooner than a new worker would be ready', () => {
  const { workers, submit } = setUp();
  for (let call = 0; call < 8; call += 1) submit(`${call}`);
  const first = workers.length;
  for (const worker of [...workers]) worker.ready();
  for (let call = 8; call < 80; call += 1) {
    vi.advanceTimersByTime(15);
    submit(`${call}`);
    workers[call % first]!.ready();
  }
  expect(workers).toHaveLength(first);
});

it('starts more workers when nothing finishes, also in a busy cloud', () => {
  const { workers, submit } = setUp(createProcessSlots(), 100, () => 1);
  for (const id of 'abcdef') submit(id);
  for (const worker of [...workers]) worker.ready();
  vi.advanceTimersByTime(1000);
  expect(workers).toHaveLength(6);
});

it('never has more workers than the concurrency of the function', () => {
  const { workers, submit } = setUp(createProcessSlots(), 1);
  submit('a');
  submit('b');
  workers[0]!.ready();
  vi.advanceTimersByTime(1000);
  expect(workers).toHaveLength(1);
});

it('ends workers after five idle minutes', () => {
  const { workers, submit } = setUp();
  submit('a');
  workers[0]!.ready();
  workers[0]!.ready();
  vi.advanceTimersByTime(IDLE_MS - 1);
  expect(workers[0]!.alive).toBe(true);
  vi.advanceTimersByTime(IDLE_MS);
  expect(workers[0]!.alive).toBe(false);
  submit('b');
  expect(workers).toHaveLength(2);
});

it('gives no call to a process that is ending', () => {
  const { workers, submit } = setUp();
  submit('a');
  const [idle] = workers;
  idle!.ready();
  idle!.ready();
  // A process takes a moment to end.
  idle!.kill = () => {
    idle!.alive = false;
  };
  vi.advanceTimersByTime(2 * IDLE_MS);
  expect(idle!.alive).toBe(false);
  submit('b');
  expect(idle!.served).toEqual(['a']);
  expect(workers).toHaveLength(2);
});

it('takes an idle process from another function when the cloud has no more', () => {
  const slots = createProcessSlots(1);
  const one = setUp(slots);
  const two = setUp(slots);
  one.submit('a');
  one.workers[0]!.ready();
  two.submit('b');
  expect(two.workers).toHaveLength(0);
  one.workers[0]!.ready();
  vi.advanceTimersByTime(100);
  expect(one.workers[0]!.alive).toBe(false);
  two.workers[0]!.ready();
  expect(two.workers[0]!.served).toEqual(['b']);
});

it('serves waiting calls before it ends', () => {
  const { pool, workers, submit } = setUp(createProcessSlots(), 1);
  submit('a');
  submit('b');
  workers[0]!.ready();
  pool.retire();
  expect(workers[0]!.alive).toBe(true);
  workers[0]!.ready();
  expect(workers[0]!.served).toEqual(['a', 'b']);
  workers[0]!.ready();
  expect(workers[0]!.alive).toBe(false);
});

it('fails waiting calls when it is killed', () => {
  const { pool, submit, finished } = setUp();
  submit('a');
  pool.kill();
  expect(JSON.parse(finished.a!.payload.toString())).toMatchObject({ errorType: 'Runtime.ExitError' });
  submit('late');
  expect(finished.late!.failed).toBe(true);
});

it('gives no call to a worker without a connection until it has a new one', () => {
  const { workers, submit } = setUp();
  submit('a');
  workers[0]!.ready();
  workers[0]!.ready();
  workers[0]!.cutOff();
  submit('b');
  expect(workers[0]!.served).toEqual(['a']);
  workers[0]!.ready();
  expect(workers[0]!.served).toEqual(['a', 'b']);
});
