/**
 * Takes messages out of a queue: receives them, waits for them, and deletes them. A received message is invisible until
 * its visibility timeout ends. A message that was received too often goes to the dead-letter queue.
 */
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import { announceChange, nextChange } from './changes.ts';
import { isFifo, type Message, messagesOf, type Queue, queueArn, queueOfArn, queuesOf } from './model.ts';
import { redriveOf, setting } from './settings.ts';

type Base = Pick<CloudBase, 'collection' | 'clock' | 'ids' | 'store'>;

export interface ReceiveRequest {
  /** The number of messages, 1 or more. */
  readonly most: number;
  /** Seconds; the queue's own timeout by default. */
  readonly visibilityTimeout?: number | undefined;
  /** Seconds. */
  readonly wait: number;
  readonly signal: AbortSignal;
}

export interface Received extends Message {
  readonly handle: string;
}

/** Resolves to no messages after the wait, and when the queue is deleted meanwhile. */
export async function receive(
  cloud: Base,
  scope: Scope,
  name: string,
  { most, visibilityTimeout, wait, signal }: ReceiveRequest,
): Promise<Received[]> {
  const until = cloud.clock.now() + wait * 1000;
  for (;;) {
    const queue = queuesOf(cloud, scope).get(name);
    if (!queue) return [];
    const found = take(cloud, scope, queue, most, visibilityTimeout);
    const now = cloud.clock.now();
    if (found.length > 0 || now >= until || signal.aborted) return found;
    const next = Math.min(until, nextVisible(cloud, scope, queue, now));
    await nextChange(cloud, scope, name, { milliseconds: Math.max(1, next - now), signal });
  }
}

function nextVisible(cloud: Base, scope: Scope, { name }: Queue, now: number): number {
  const times = messagesOf(cloud, scope, name)
    .values()
    .map(({ visibleAt }) => visibleAt)
    .filter((at) => at > now);
  return Math.min(...times);
}

function take(cloud: Base, scope: Scope, queue: Queue, most: number, visibilityTimeout?: number): Received[] {
  const now = cloud.clock.now();
  const messages = messagesOf(cloud, scope, queue.name);
  dropExpired(cloud, scope, queue);
  const redrive = redriveOf(queue);
  const target = redrive && queueOfArn(redrive.deadLetterTargetArn, scope);
  const deadLetters = target === undefined ? undefined : queuesOf(cloud, scope).get(target);
  const timeout = visibilityTimeout ?? setting(queue, 'VisibilityTimeout');
  const blocked = new Set<string>();
  const taken: Received[] = [];
  for (const message of messages.values()) {
    if (taken.length >= most) break;
    // The messages of a group are received in their order, and none while an earlier one is in flight.
    if (message.group !== undefined && isFifo(queue) && blocked.has(message.group)) continue;
    if (message.visibleAt > now) {
      if (message.group !== undefined) blocked.add(message.group);
      continue;
    }
    if (redrive && deadLetters && message.receives >= redrive.maxReceiveCount) {
      messages.delete(message.id);
      bury(cloud, scope, queue, deadLetters, message);
      continue;
    }
    const receipt = cloud.ids.short(24);
    const received: Message = {
      ...message,
      receipt,
      receives: message.receives + 1,
      firstReceivedAt: message.firstReceivedAt ?? now,
      visibleAt: now + timeout * 1000,
    };
    messages.put(message.id, received);
    taken.push({ ...received, handle: handleOf(queue, received.id, receipt) });
  }
  return taken;
}

/**
 * A message keeps its ID and, from a standard queue, its age (SQS Developer Guide, "Using dead-letter queues"). In a
 * FIFO queue, it gets a new time.
 */
function bury(cloud: Base, scope: Scope, from: Queue, to: Queue, message: Message): void {
  const now = cloud.clock.now();
  const { receipt: _, ...rest } = message;
  const deadLetterSource = queueArn(scope, from.name);
  messagesOf(cloud, scope, to.name).put(message.id, {
    ...rest,
    visibleAt: now,
    deadLetterSource,
    ...(isFifo(to) && { sentAt: now }),
  });
  announceChange(cloud, scope, to.name);
}

/** Deletes messages that are older than the retention period. */
export function dropExpired(cloud: Base, scope: Scope, queue: Queue): void {
  const messages = messagesOf(cloud, scope, queue.name);
  const oldest = cloud.clock.now() - setting(queue, 'MessageRetentionPeriod') * 1000;
  for (const { id, sentAt } of messages.values()) if (sentAt <= oldest) messages.delete(id);
}

const handleOf = ({ name }: Queue, id: string, receipt: string): string =>
  Buffer.from(JSON.stringify([name, id, receipt])).toString('base64');

/** Returns the ID and the receipt in a handle of this queue; `undefined` for any other text. */
export function readHandle(
  { name }: Queue,
  handle: string,
): { readonly id: string; readonly receipt: string } | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(handle, 'base64').toString('utf8'));
    if (!Array.isArray(parts) || parts.length !== 3 || parts[0] !== name) return undefined;
    return { id: String(parts[1]), receipt: String(parts[2]) };
  } catch {
    return undefined;
  }
}

/**
 * Deletes a message by the handle of its latest receive. SQS accepts an older handle of a standard queue, but may not
 * delete the message (API reference of DeleteMessage), so it stays here. `expired`: the handle of a FIFO queue whose
 * visibility timeout has ended.
 */
export function deleteMessage(
  cloud: Base,
  scope: Scope,
  queue: Queue,
  { id, receipt }: { readonly id: string; readonly receipt: string },
): 'done' | 'expired' {
  const messages = messagesOf(cloud, scope, queue.name);
  const message = messages.get(id);
  if (!message) return 'done';
  if (isFifo(queue) && message.visibleAt <= cloud.clock.now()) return 'expired';
  if (message.receipt === receipt) {
    messages.delete(id);
    announceChange(cloud, scope, queue.name);
  }
  return 'done';
}
