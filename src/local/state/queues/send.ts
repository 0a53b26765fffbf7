/** Puts messages into a queue. */
import { createHash } from 'node:crypto';
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import { announceChange } from './changes.ts';
import { deduplicationsOf, isFifo, type Message, messagesOf, type Queue } from './model.ts';
import { deduplicatesByContent, setting } from './settings.ts';

export interface Outgoing extends Pick<Message, 'body' | 'attributes' | 'sender' | 'group' | 'traceHeader'> {
  readonly deduplication?: string;
  /** Seconds; the queue's own delay by default. */
  readonly delay?: number;
}

/** FIFO queues ignore a message with the ID of one that was sent in the last five minutes. */
const DEDUPLICATION_MS = 300_000;

type Base = Pick<CloudBase, 'collection' | 'clock' | 'ids' | 'store'>;

/** Returns the ID and, in a FIFO queue, the sequence number. The caller has checked the message. */
export function send(
  cloud: Base,
  scope: Scope,
  queue: Queue,
  outgoing: Outgoing,
): { readonly id: string; readonly sequence?: string } {
  const { deduplication: given, delay = setting(queue, 'DelaySeconds'), ...content } = outgoing;
  const now = cloud.clock.now();
  const id = cloud.ids.uuid();
  const timed = { ...content, id, sentAt: now, visibleAt: now + delay * 1000, receives: 0 };
  if (!isFifo(queue)) {
    messagesOf(cloud, scope, queue.name).put(id, timed);
    announceChange(cloud, scope, queue.name);
    return { id };
  }
  const deduplication = given ?? (deduplicatesByContent(queue) ? sha256(outgoing.body) : id);
  const known = deduplicationsOf(cloud, scope, queue.name);
  const twin = known.get(deduplication);
  if (twin && twin.until > now) return twin;
  for (const key of known.keys()) if (known.get(key)!.until <= now) known.delete(key);
  const sequence = nextSequence(cloud, scope, queue.name);
  known.put(deduplication, { id, sequence, until: now + DEDUPLICATION_MS });
  messagesOf(cloud, scope, queue.name).put(id, { ...timed, sequence, deduplication });
  announceChange(cloud, scope, queue.name);
  return { id, sequence };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Sequence numbers have 20 digits and only increase. */
function nextSequence(cloud: Base, scope: Scope, queue: string): string {
  const sequences = cloud.collection<number>(scope, 'sqs.sequences');
  const next = (sequences.get(queue) ?? 0) + 1;
  sequences.put(queue, next);
  return `1${String(next).padStart(19, '0')}`;
}
