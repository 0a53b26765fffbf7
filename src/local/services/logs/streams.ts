/** CreateLogStream, DeleteLogStream, DescribeLogStreams. */
import { AwsError } from '../../cloud/aws-error.ts';
import { logStoreOf } from './log-store.ts';
import { findGroup, findStream, groupArn, groupNameOf, page, streamKey, streamsOf } from './model.ts';
import { operation } from './operation.ts';

export const createLogStream = operation('CreateLogStream', ({ logGroupName, logStreamName }, context) => {
  findGroup(context.cloud, context, logGroupName);
  const streams = streamsOf(context.cloud, context);
  const key = streamKey(logGroupName, logStreamName);
  if (streams.has(key)) {
    throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
  }
  streams.put(key, { group: logGroupName, logStreamName, creationTime: context.cloud.clock.now() });
});

export const deleteLogStream = operation('DeleteLogStream', ({ logGroupName, logStreamName }, context) => {
  findStream(context.cloud, context, logGroupName, logStreamName);
  logStoreOf(context.cloud).logOf(context, logGroupName).dropStream(logStreamName);
  streamsOf(context.cloud, context).delete(streamKey(logGroupName, logStreamName));
});

interface Times {
  readonly first: number;
  readonly last: number;
  readonly ingested: number;
}

export const describeLogStreams = operation('DescribeLogStreams', (input, context) => {
  const group = groupNameOf(input, context);
  if (input.orderBy === 'LastEventTime' && input.logStreamNamePrefix !== undefined) {
    throw new AwsError('InvalidParameterException', 'Cannot order by LastEventTime with a logStreamNamePrefix.');
  }
  findGroup(context.cloud, context, group);
  const times = new Map<string, Times>();
  for (const { stream, timestamp, ingestionTime } of logStoreOf(context.cloud).events(context, group)) {
    const first = times.get(stream)?.first ?? timestamp;
    times.set(stream, { first, last: timestamp, ingested: ingestionTime });
  }
  const matching = streamsOf(context.cloud, context)
    .values()
    .filter((stream) => stream.group === group)
    .filter(({ logStreamName }) => logStreamName.startsWith(input.logStreamNamePrefix ?? ''))
    .sort((a, b) =>
      input.orderBy === 'LastEventTime'
        ? (times.get(a.logStreamName)?.last ?? 0) - (times.get(b.logStreamName)?.last ?? 0)
        : a.logStreamName < b.logStreamName
          ? -1
          : 1,
    );
  if (input.descending) matching.reverse();
  const { items, next } = page(matching, input.limit ?? 50, input.nextToken);
  const logStreams = items.map(({ logStreamName, creationTime }) => {
    const seen = times.get(logStreamName);
    return {
      logStreamName,
      creationTime,
      ...(seen && {
        firstEventTimestamp: seen.first,
        lastEventTimestamp: seen.last,
        lastIngestionTime: seen.ingested,
        // A stream without events has no token (recorded: LocalStack's test_create_and_delete_log_stream).
        uploadSequenceToken: '49039859627666014486474444231938',
      }),
      arn: `${groupArn(context, group)}:log-stream:${logStreamName}`,
      storedBytes: 0,
    };
  });
  return { logStreams, nextToken: next };
});
