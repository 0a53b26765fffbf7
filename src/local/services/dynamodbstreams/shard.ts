/** Each stream has one shard here; an iterator holds the position of a reader in it. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { type FoundStream, findStream } from './stream-reader.ts';

export const SHARD_ID = 'shardId-00000000000000000000-00000001';

/** The lifetime of an iterator in milliseconds. */
const ITERATOR_LIFETIME = 15 * 60_000;

export interface Iterator {
  readonly arn: string;
  /** The next records are those after this one. */
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

/** Throws ValidationException for an invalid iterator, ExpiredIteratorException for an expired one. */
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
    // The caller reports the invalid iterator.
    return [];
  }
}
