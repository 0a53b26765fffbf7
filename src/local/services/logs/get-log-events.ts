/**
 * GetLogEvents: reads one stream, with paging in both directions; at the end the same token is returned again
 * (docs/aws/logs.md).
 */
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { GetLogEventsRequest } from '../../models/logs.ts';
import { logStoreOf } from './log-store.ts';
import { findStream, groupNameOf } from './model.ts';
import { operation } from './operation.ts';

export const getLogEvents = operation('GetLogEvents', (input, context) => {
  refuseMembers('Logs GetLogEvents', input, ['unmask']);
  const group = groupNameOf(input, context);
  findStream(context.cloud, context, group, input.logStreamName);
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY, limit = 10_000 } = input;
  const events = logStoreOf(context.cloud)
    .events(context, group)
    .filter(({ stream, timestamp }) => stream === input.logStreamName && timestamp >= startTime && timestamp < endTime);
  const [start, end] = window(input, events.length, limit);
  return {
    events: events
      .slice(start, end)
      .map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
    nextForwardToken: token('f', end),
    nextBackwardToken: token('b', start),
  };
});

/** Returns the positions of the page's first event and of the event after its last one. */
function window(
  { nextToken, startFromHead }: GetLogEventsRequest,
  count: number,
  limit: number,
): [start: number, end: number] {
  if (nextToken === undefined) {
    return startFromHead ? [0, Math.min(limit, count)] : [Math.max(0, count - limit), count];
  }
  const match = /^([fb])\/(\d{56})$/.exec(nextToken);
  if (!match) throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  const at = Math.min(Number(match[2]), count);
  return match[1] === 'f' ? [at, Math.min(at + limit, count)] : [Math.max(0, at - limit), at];
}

const token = (direction: 'f' | 'b', position: number) => `${direction}/${String(position).padStart(56, '0')}`;
