/**
 * FilterLogEvents: reads all streams of a group, by time and pattern. As on AWS, one call looks at a limited number of
 * events, so a page can be empty and still have a token: clients must continue paging (docs/aws/logs.md).
 */
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { FilterLogEventsRequest } from '../../models/logs.ts';
import { parseFilterPattern } from './filter-pattern.ts';
import { logStoreOf } from './log-store.ts';
import { findGroup, groupNameOf } from './model.ts';
import { operation } from './operation.ts';
import type { StoredEvent } from './stored-event.ts';

const EVENTS_LOOKED_AT = 10_000;
const PAGE_BYTES = 1_048_576;

export const filterLogEvents = operation('FilterLogEvents', (input, context) => {
  refuseMembers('Logs FilterLogEvents', input, ['unmask']);
  const group = groupNameOf(input, context);
  if (input.logStreamNames && input.logStreamNamePrefix !== undefined) {
    throw new AwsError('InvalidParameterException', 'logStreamNamePrefix and logStreamNames cannot both be specified.');
  }
  const { logGroupClass } = findGroup(context.cloud, context, group);
  if (logGroupClass !== 'STANDARD') {
    throw new AwsError('InvalidOperationException', 'FilterLogEvents is not supported for this log group class.');
  }
  const matches = parseFilterPattern(input.filterPattern ?? '');
  const after = input.nextToken === undefined ? undefined : readToken(input.nextToken);
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY, limit = 10_000 } = input;
  const wanted = wantedStreams(input);

  const found: StoredEvent[] = [];
  let last: StoredEvent | undefined;
  let lookedAt = 0;
  let bytes = 0;
  let more = false;
  for (const event of logStoreOf(context.cloud).events(context, group)) {
    if (event.timestamp < startTime || event.timestamp > endTime || !wanted(event.stream)) continue;
    if (after && !isAfter(event, after)) continue;
    if (lookedAt >= EVENTS_LOOKED_AT || found.length >= limit || bytes >= PAGE_BYTES) {
      more = true;
      break;
    }
    lookedAt += 1;
    last = event;
    if (!matches(event.message)) continue;
    found.push(event);
    bytes += Buffer.byteLength(event.message);
  }
  return {
    events: found.map(onWire),
    searchedLogStreams: [],
    nextToken: more && last ? makeToken(last) : undefined,
  };
});

function wantedStreams({ logStreamNames, logStreamNamePrefix }: FilterLogEventsRequest): (stream: string) => boolean {
  if (logStreamNames) {
    const names = new Set(logStreamNames);
    return (stream) => names.has(stream);
  }
  return (stream) => stream.startsWith(logStreamNamePrefix ?? '');
}

const onWire = (event: StoredEvent) => ({
  logStreamName: event.stream,
  timestamp: event.timestamp,
  message: event.message,
  ingestionTime: event.ingestionTime,
  eventId: `${event.timestamp}${String(event.sequence).padStart(43, '0')}`,
});

type Position = Pick<StoredEvent, 'timestamp' | 'sequence'>;

const isAfter = (event: Position, position: Position) =>
  event.timestamp > position.timestamp ||
  (event.timestamp === position.timestamp && event.sequence > position.sequence);

const makeToken = ({ timestamp, sequence }: Position) =>
  Buffer.from(JSON.stringify([timestamp, sequence])).toString('base64url');

function readToken(token: string): Position {
  try {
    const [timestamp, sequence] = JSON.parse(Buffer.from(token, 'base64url').toString()) as number[];
    if (typeof timestamp === 'number' && typeof sequence === 'number') return { timestamp, sequence };
  } catch {
    // This falls through to the response for any other invalid token.
  }
  throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
}
