/**
 * Delivers to the functions of event source mappings, each in a loop of its own. The records of a stream come in order,
 * one batch at a time, and after a stop or a kill from the same position; the loop polls four times per second, like
 * Lambda's. The loop of a queue waits for messages (`queue-poller.ts`).
 */
import type { Cloud, InvokeResult, Scope } from '../../../cloud/cloud.ts';
import type { Store } from '../../../storage/store.ts';
import { type BatchResult, batchResultOf, FAILED, OK, positionAfter } from './batch.ts';
import { reportSkipped } from './failure-destination.ts';
import {
  type EventSource,
  eventSourcesOf,
  findEventSource,
  type Position,
  positionsOf,
  readsQueue,
  stateOf,
} from './model.ts';
import { deliverMessages, type QueueDelivery } from './queue-poller.ts';
import { readingRefusal } from './rules.ts';

const IDLE_MS = 250;
/** The delay after the first failure; it doubles with each further failure. */
const RETRY_MS = 250;
const LONGEST_RETRY_MS = 30_000;

interface Delivery extends QueueDelivery {
  stopped: boolean;
  cancel(): void;
}

/** Deliveries by `Store`, which all parts of one running cloud share. */
const deliveries = new WeakMap<Store, Map<string, Delivery>>();

/** Starts the delivery for a mapping, unless it is running. */
export function deliver(cloud: Cloud, { account, region }: Scope, uuid: string): void {
  const scope = { account, region };
  const running = deliveries.get(cloud.store) ?? new Map<string, Delivery>();
  deliveries.set(cloud.store, running);
  if (running.has(uuid)) return;
  const delivery: Delivery = { stopped: false, cancel: () => {}, waiting: new AbortController(), batches: new Set() };
  running.set(uuid, delivery);

  const look = () => {
    const source = findEventSource(cloud, scope, uuid);
    if (!source) return void running.delete(uuid);
    const advanceSource = readsQueue(source) ? deliverMessages : advance;
    const step =
      stateOf(cloud, scope, source) === 'Enabled'
        ? advanceSource(cloud, scope, source, delivery)
        : Promise.resolve(IDLE_MS);
    step.then(next, (error: unknown) => {
      // When the cloud closes, it interrupts calls. Any other error is a bug, but must not end the cloud.
      if (delivery.stopped) return;
      process.stderr.write(`event source ${uuid}: ${error instanceof Error ? error.stack : String(error)}\n`);
      next(LONGEST_RETRY_MS);
    });
  };
  const next = (delay: number) => {
    if (!delivery.stopped) delivery.cancel = cloud.clock.after(delay, look);
  };
  next(0);
}

/** Continues with the mappings in the store. */
export function deliverAll(cloud: Cloud): void {
  for (const region of cloud.regions()) {
    const scope = { account: cloud.options.account, region };
    for (const uuid of eventSourcesOf(cloud, scope).keys()) deliver(cloud, scope, uuid);
  }
}

export function stopDelivering(store: Store): void {
  for (const delivery of deliveries.get(store)?.values() ?? []) {
    delivery.stopped = true;
    delivery.cancel();
    delivery.waiting.abort();
  }
  deliveries.delete(store);
}

/** Ends the wait for messages of a mapping that changes, so that its loop reads the mapping again. */
export function interrupt(store: Store, uuid: string): void {
  const delivery = deliveries.get(store)?.get(uuid);
  if (!delivery) return;
  delivery.waiting.abort();
  delivery.waiting = new AbortController();
}

/** Delivers one batch, if there is one; resolves to the milliseconds until the next poll. */
async function advance(cloud: Cloud, scope: Scope, source: EventSource, delivery: Delivery): Promise<number> {
  const positions = positionsOf(cloud, scope);
  const position = positions.get(source.uuid)!;
  const problem = obstacle(cloud, scope, source);
  if (problem !== undefined) {
    if (position.result !== problem) positions.put(source.uuid, { ...position, result: problem });
    return LONGEST_RETRY_MS / 30;
  }
  const { halved } = position;
  const limit = Math.min(source.batchSize, halved?.size ?? source.batchSize);
  const read = await cloud.streams.read(scope, source.sourceArn, { after: position.after, limit });
  const records = halved ? read.filter(({ sequence }) => sequence <= halved.upTo) : read;
  if (records.length === 0) {
    if (halved) positions.put(source.uuid, { after: position.after, failures: 0, result: position.result });
    return IDLE_MS;
  }
  const oldest = source.maxAge < 0 ? 0 : cloud.clock.now() - source.maxAge * 1000;
  const firstFresh = records.findIndex(({ at }) => at >= oldest);
  if (firstFresh !== 0) {
    const stale = firstFresh < 0 ? records : records.slice(0, firstFresh);
    if (save({ ...position, after: stale.at(-1)!.sequence, failures: 0 })) {
      reportSkipped(cloud, scope, source, stale, { condition: 'RecordAgeExceeded', calls: position.failures });
    }
    return 0;
  }
  const sequences = records.map(({ sequence }) => sequence);
  const event = { Records: records.map(({ wire }) => ({ ...wire, eventSourceARN: source.sourceArn })) };
  const { outcome, result } = await call(cloud, scope, source, sequences, event);
  const after =
    outcome === 'throttled' ? { ...position, result: FAILED } : positionAfter(position, sequences, outcome, source);
  const isSkipped = after.result === FAILED && after.after === sequences.at(-1);
  if (save(after) && isSkipped) {
    const calls = position.failures + 1;
    reportSkipped(cloud, scope, source, records, { condition: 'RetryAttemptsExhausted', calls, result });
  }
  if (outcome === 'throttled') return LONGEST_RETRY_MS / 30;
  return after.result === OK ? 0 : Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** Math.max(0, after.failures - 1));

  /**
   * A mapping that was deleted during a call stays deleted, and a stopped one keeps its position: a call that the end
   * of the cloud interrupts is not a failure of its records. Returns whether the position was saved.
   */
  function save(reached: Position): boolean {
    const isWanted = !delivery.stopped && positions.has(source.uuid);
    if (isWanted) positions.put(source.uuid, reached);
    return isWanted;
  }
}

interface Called {
  readonly outcome: BatchResult | 'throttled';
  /** Absent if Lambda could not call the function. */
  readonly result?: InvokeResult;
}

async function call(
  cloud: Cloud,
  scope: Scope,
  source: EventSource,
  sequences: readonly string[],
  event: object,
): Promise<Called> {
  let result: InvokeResult | undefined;
  try {
    result = await cloud.functions.invoke({
      scope,
      functionName: source.functionName,
      qualifier: source.qualifier,
      payload: Buffer.from(JSON.stringify(event)),
      isJson: true,
    });
    if (result.functionError !== undefined) return { outcome: { failedFrom: 0 }, result };
    return { outcome: batchResultOf(sequences, source, result.payload.toString('utf8')), result };
  } catch (error) {
    // A throttled function or a Pending version is not a failure of the records.
    const { code } = error as { code?: unknown };
    if (code === 'TooManyRequestsException' || code === 'ResourceConflictException') return { outcome: 'throttled' };
    return { outcome: { failedFrom: 0 }, result };
  }
}

/** Returns the reason why nothing can be delivered now, in Lambda's words. */
function obstacle(cloud: Cloud, scope: Scope, source: EventSource): string | undefined {
  if (!cloud.streams.find(scope, source.sourceArn)) return 'PROBLEM: Stream not found';
  try {
    const refusal = readingRefusal(cloud, scope, source);
    return refusal && `PROBLEM: ${refusal}`;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ResourceNotFoundException') throw error;
    return 'PROBLEM: Function not found';
  }
}
