/** PutLogEvents, with AWS's rules for order, age and size; events out of range are dropped and reported. */
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { InputLogEvent } from '../../models/logs.ts';
import { countEvents } from './count-events.ts';
import { logStoreOf } from './log-store.ts';
import { findGroup, findStream } from './model.ts';
import { operation } from './operation.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MAX_BYTES = 1_048_576;
/** The bytes that AWS counts for each event besides its message. */
const EVENT_OVERHEAD_BYTES = 26;

export const putLogEvents = operation('PutLogEvents', (input, context) => {
  refuseMembers('Logs PutLogEvents', input, ['entity']);
  const { logGroupName, logStreamName, logEvents } = input;
  checkEvents(logEvents);
  findStream(context.cloud, context, logGroupName, logStreamName);
  const now = context.cloud.clock.now();
  const group = findGroup(context.cloud, context, logGroupName);
  const retention = group.retentionInDays;
  const tooOld = logEvents.filter(({ timestamp }) => timestamp < now - 14 * DAY_MS).length;
  const expired =
    retention === undefined ? 0 : logEvents.filter(({ timestamp }) => timestamp < now - retention * DAY_MS).length;
  const tooNew = logEvents.findIndex(({ timestamp }) => timestamp > now + 2 * HOUR_MS);
  const taken = logEvents.slice(Math.max(tooOld, expired), tooNew === -1 ? undefined : tooNew);
  if (taken.length > 0) {
    countEvents(context.cloud.metrics, context, group, taken);
    logStoreOf(context.cloud)
      .logOf(context, logGroupName)
      .append(
        taken.map(({ timestamp, message }) => ({ stream: logStreamName, timestamp, ingestionTime: now, message })),
      );
  }
  const rejected = {
    ...(tooNew !== -1 && { tooNewLogEventStartIndex: tooNew }),
    ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
    ...(expired > tooOld && { expiredLogEventEndIndex: expired }),
  };
  return {
    nextSequenceToken: '49039859627666014486474444231938',
    ...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }),
  };
});

function checkEvents(events: readonly InputLogEvent[]): void {
  const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES, 0);
  if (bytes > MAX_BYTES) throw invalid('Upload too large: the batch of log events exceeds 1048576 bytes');
  if (events.some(({ timestamp }, index) => index > 0 && timestamp < events[index - 1]!.timestamp)) {
    throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
  }
  if (events.at(-1)!.timestamp - events[0]!.timestamp > DAY_MS) {
    throw invalid('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
  }
}

const invalid = (message: string) => new AwsError('InvalidParameterException', message);
