/** Each stream is one shard here; iterators say where in it a reader is. */
import { AwsError } from '../../aws-error.ts';
import type { OperationContext } from '../../operation.ts';
import { type FoundStream, findStream } from './stream-reader.ts';

export const SHARD_ID = 'shardId-00000000000000000000-00000001';

/** An iterator is good for so long, milliseconds. */
const ITERATOR_LIFETIME = 15 * 60_000;

export interface Iterator {
  readonly arn: string;
  /** Records after this one are next. */
  readonly after: string;
}

/** Throws ResourceNotFoundException. */
export function existingStream(arn: string, context: OperationContext): FoundStream {
  const found = findStream(context.cloud, context, arn);
  if (found) return found;
  throw new AwsError('ResourceNotFoundException', `Requested resource not found: Stream: ${arn} not found`);
}

export function iteratorText({ arn, after }: Iterator, { cloud }: OperationContext): string {
  const position = Buffer.from(JSON.stringify([after, cloud.clock.now()])).toString('base64url');
  return `${arn}|1|${position}`;
}

/** Throws ValidationException for what is none, ExpiredIteratorException for one that is too old. */
export function readIterator(text: string, { cloud }: OperationContext): Iterator {
  const [arn = '', , position = ''] = text.split('|');
  const [after, at] = parsed(position);
  if (typeof after !== 'string' || typeof at !== 'number') {
    throw new AwsError('ValidationException', 'Invalid ShardIterator');
  }
  if (cloud.clock.now() - at > ITERATOR_LIFETIME) {
    throw new AwsError(
      'ExpiredIteratorException',
      'Iterator expired. The iterator was created at time that is more than 15 minutes ago.',
    );
  }
  return { arn, after };
}

function parsed(position: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(position, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : [];
  } catch {
    // Said by the caller: it is no iterator.
    return [];
  }
}
