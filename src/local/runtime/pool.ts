/**
 * The workers of one function version. Calls wait in one queue, and the worker that was used last takes the oldest
 * call. Two to four workers (one per core) start at once. More start if calls wait because handlers are slow, so that
 * many short calls share a few processes and slow calls still run in parallel. Above the process limit of the cloud,
 * calls wait.
 */
import { availableParallelism } from 'node:os';
import { processExited } from './failures.ts';
import type { Invocation, StartFailure } from './invocation.ts';
import type { ProcessSlots } from './process-slots.ts';
import type { Worker, WorkerEvents } from './worker.ts';

export interface Pool {
  submit(invocation: Invocation): void;
  /** Starts a worker before the first call, if there is none. */
  warm(): void;
  /** Accepts no new calls; serves the waiting calls, then ends every worker. */
  retire(): void;
  /** Ends everything now. Current calls fail. */
  kill(): void;
}

export interface PoolParts {
  /** Starts a worker. It reports through `events`, and counts from this moment. */
  start(events: WorkerEvents): Worker;
  readonly slots: ProcessSlots;
  /** The maximum number of concurrent workers: the function's own concurrency. */
  readonly limit: () => number;
  /** Starts a measurement; the returned function gives the load of this process or the machine since then, 0 to 1. */
  readonly measureLoad: () => () => number;
  /** Called when a retired pool has ended its last worker. */
  emptied(): void;
}

/** The single process that passes calls on cannot keep more than four workers busy. */
const AT_ONCE = Math.min(4, Math.max(2, availableParallelism()));

/** If a call waits longer than this and no worker is starting, more workers are needed. */
const PATIENCE_MS = 50;

/**
 * Calls also wait if the cloud or the processors are overloaded; more workers would make that worse. A new worker
 * therefore needs idle time, or calls that have been in the handlers for longer than the load explains.
 */
const BUSY = 0.8;
const CERTAIN_MS = 10 * PATIENCE_MS;

/** The time that a new worker takes to be ready. If calls finish sooner, a new worker does not help. */
const START_MS = 200;

/** Idle workers end after this time. */
export const IDLE_MS = 5 * 60_000;

export function createPool({ start, slots, limit, measureLoad, emptied }: PoolParts): Pool {
  const queue: { invocation: Invocation; since: number }[] = [];
  const all = new Set<Worker>();
  const starting = new Set<Worker>();
  const free: { worker: Worker; since: number }[] = [];
  let retired = false;
  let closed = false;
  let lastProgress = 0;
  let patience: NodeJS.Timeout | undefined;
  let loadSince: () => number = () => 0;
  /** Consecutive checks that needed more workers. */
  let signs = 0;
  let sweep: NodeJS.Timeout | undefined;

  const events: WorkerEvents = {
    idle(worker) {
      starting.delete(worker);
      const next = queue.shift();
      if (next) {
        hand(worker, next.invocation);
      } else if (retired) {
        worker.kill();
      } else {
        free.push({ worker, since: performance.now() });
        sweep ??= setTimeout(endIdle, IDLE_MS).unref();
      }
    },
    busy(worker) {
      takeFree(worker);
    },
    startFailed(failure) {
      failOldest(failure);
    },
    ended(worker) {
      all.delete(worker);
      starting.delete(worker);
      takeFree(worker);
      slots.release();
      if (queue.length > 0 && !closed) grow(AT_ONCE);
      else if (retired && all.size === 0) finish();
    },
  };

  const takeFree = (worker: Worker) => {
    const at = free.findIndex((entry) => entry.worker === worker);
    if (at >= 0) free.splice(at, 1);
  };

  const hand = (worker: Worker, invocation: Invocation) => {
    lastProgress = performance.now();
    worker.serve(invocation);
  };

  const failOldest = ({ document, logTail }: StartFailure) => {
    const oldest = queue.shift()?.invocation;
    oldest?.finish({ payload: document(oldest.requestId), failed: true, duration: 0, logTail });
  };

  const startOne = () => {
    const worker = start(events);
    all.add(worker);
    starting.add(worker);
  };

  const grow = (upTo: number) => {
    while (all.size < Math.min(upTo, limit()) && starting.size < queue.length && slots.take(giveIdleSlot)) startOne();
    if (queue.length === 0 || patience) return;
    loadSince = measureLoad();
    patience = setTimeout(growPatiently, PATIENCE_MS).unref();
  };

  const growPatiently = () => {
    patience = undefined;
    const oldest = queue[0];
    if (!oldest) return;
    const now = performance.now();
    const standstill = now - lastProgress;
    const waits = now - oldest.since >= (standstill >= PATIENCE_MS ? PATIENCE_MS : START_MS);
    const handlersTakeIt = standstill >= CERTAIN_MS || loadSince() < BUSY;
    const wanted = starting.size === 0 && waits && handlersTakeIt;
    signs = wanted ? signs + 1 : 0;
    // A single check may fall into a moment in which the machine was busy with something else.
    if (signs < 2) grow(0);
    else grow(all.size + (standstill >= PATIENCE_MS ? queue.length : Math.max(AT_ONCE, all.size)));
  };

  const endIdle = () => {
    sweep = undefined;
    const limitTime = performance.now() - IDLE_MS;
    // Workers are removed first, so that a process that is about to end gets no call. The longest idle comes first.
    const used = free.findIndex(({ since }) => since > limitTime);
    for (const { worker } of free.splice(0, used < 0 ? free.length : used)) worker.kill();
    if (free.length > 0) sweep = setTimeout(endIdle, IDLE_MS / 5).unref();
  };

  /** Ends the longest idle worker, because another pool needs a process. */
  const giveIdleSlot = (): boolean => {
    const entry = free.shift();
    entry?.worker.kill();
    return entry !== undefined;
  };
  const leave = slots.join(giveIdleSlot, () => {
    if (queue.length > 0) grow(all.size + 1);
  });

  const finish = () => {
    leave();
    emptied();
  };

  const failRest = () => {
    const killed: StartFailure = {
      document: (requestId) => Buffer.from(JSON.stringify(processExited(requestId, null, 'SIGKILL'))),
      logTail: () => '',
    };
    while (queue.length > 0) failOldest(killed);
  };

  return {
    submit(invocation) {
      const last = free.pop();
      if (last) {
        hand(last.worker, invocation);
        return;
      }
      queue.push({ invocation, since: performance.now() });
      if (closed) failRest();
      else grow(AT_ONCE);
    },
    warm() {
      if (!closed && !retired && all.size === 0 && limit() > 0 && slots.take(giveIdleSlot)) startOne();
    },
    retire() {
      retired = true;
      for (const { worker } of free.splice(0)) worker.kill();
      if (all.size === 0) finish();
    },
    kill() {
      clearTimeout(patience);
      clearTimeout(sweep);
      closed = true;
      leave();
      for (const worker of all) worker.kill();
      failRest();
    },
  };
}
