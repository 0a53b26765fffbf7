/** ListStreams, DescribeStream, GetShardIterator, GetRecords. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { checkMembers, refuseMembers } from '../../cloud/constraints.ts';
import type { Record, StreamRecord } from '../../models/dynamodbstreams.ts';
import { settingsOf } from '../dynamodb/table-settings.ts';
import { operation } from './operation.ts';
import { existingStream, iteratorText, readIterator, SHARD_ID } from './shard.ts';
import { createStreamReader, streamArn } from './stream-reader.ts';

export const listStreams = operation('ListStreams', ({ TableName, Limit, ExclusiveStartStreamArn }, context) => {
  checkMembers('ValidationException', [['limit', Limit, { max: 100 }]]);
  const settings = settingsOf(context.cloud, context);
  const all = settings
    .keys()
    .filter((name) => TableName === undefined || name === TableName)
    .flatMap((name) => {
      const stream = settings.get(name)?.stream;
      return stream
        ? [{ StreamArn: streamArn(context, name, stream), TableName: name, StreamLabel: stream.label }]
        : [];
    });
  const start = all.findIndex(({ StreamArn }) => StreamArn === ExclusiveStartStreamArn) + 1;
  const page = all.slice(start, start + (Limit ?? 100));
  const last = page.at(-1)?.StreamArn;
  const more = start + page.length < all.length;
  return { Streams: page, LastEvaluatedStreamArn: more ? last : undefined };
});

export const describeStream = operation('DescribeStream', (input, context) => {
  refuseMembers('DynamoDB Streams DescribeStream', input, ['ShardFilter']);
  const { stream, tableName } = existingStream(input.StreamArn, context);
  const [hash, range] = stream.keys;
  const shard = {
    ShardId: SHARD_ID,
    SequenceNumberRange: { StartingSequenceNumber: stream.from, EndingSequenceNumber: stream.to },
  };
  return {
    StreamDescription: {
      StreamArn: input.StreamArn,
      StreamLabel: stream.label,
      StreamStatus: stream.endedAt === undefined ? 'ENABLED' : 'DISABLED',
      StreamViewType: stream.view,
      CreationRequestDateTime: new Date(stream.since),
      TableName: tableName,
      KeySchema: [
        { AttributeName: hash!, KeyType: 'HASH' },
        ...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' as const }]),
      ],
      Shards: input.ExclusiveStartShardId === SHARD_ID ? [] : [shard],
    },
  };
});

export const getShardIterator = operation('GetShardIterator', async (input, context) => {
  const { StreamArn: arn, ShardId, ShardIteratorType: type, SequenceNumber } = input;
  const isAt = type === 'AT_SEQUENCE_NUMBER' || type === 'AFTER_SEQUENCE_NUMBER';
  if (type === 'AT_TIMESTAMP') throw notImplemented(`DynamoDB Streams GetShardIterator with ${type}`);
  checkMembers('ValidationException', [
    ['sequenceNumber', SequenceNumber, { required: isAt, pattern: '[0-9]{21,40}' }],
  ]);
  const { stream } = existingStream(arn, context);
  if (ShardId !== SHARD_ID) {
    throw new AwsError('ResourceNotFoundException', `Requested resource not found: Shard does not exist: ${ShardId}`);
  }
  const reader = createStreamReader(context.cloud);
  let after = stream.from;
  if (type === 'LATEST') after = stream.to ?? (await reader.latest(context));
  if (type === 'AFTER_SEQUENCE_NUMBER') after = SequenceNumber!;
  if (type === 'AT_SEQUENCE_NUMBER') after = (BigInt(SequenceNumber!) - 1n).toString().padStart(21, '0');
  if (isAt && SequenceNumber! < stream.from) {
    throw new AwsError('TrimmedDataAccessException', 'The requested sequence number is before the trim horizon.');
  }
  return { ShardIterator: iteratorText({ arn, after }, context) };
});

/** At the end of a closed shard, the response has no further iterator. */
export const getRecords = operation('GetRecords', async ({ ShardIterator, Limit }, context) => {
  checkMembers('ValidationException', [['limit', Limit, { max: 1000 }]]);
  const { arn, after } = readIterator(ShardIterator, context);
  const { stream } = existingStream(arn, context);
  const records = await createStreamReader(context.cloud).read(context, arn, { after, limit: Limit ?? 1000 });
  const next = records.at(-1)?.sequence ?? after;
  const isOver = stream.endedAt !== undefined && records.length === 0;
  return {
    Records: records.map(({ wire }) => asAnswered(wire as EventRecord)),
    ...(!isOver && { NextShardIterator: iteratorText({ arn, after: next }, context) }),
  };
});

/** A record as Lambda gets it in an event. */
interface EventRecord {
  readonly dynamodb: Omit<StreamRecord, 'ApproximateCreationDateTime'> & {
    readonly ApproximateCreationDateTime: number;
  };
  readonly userIdentity?: { readonly type: string; readonly principalId: string };
}

/** In Lambda events, the time is a number, and the members of the identity begin with a small letter. */
function asAnswered({ dynamodb, userIdentity, ...wire }: EventRecord): Record {
  const { ApproximateCreationDateTime: seconds, ...change } = dynamodb;
  return {
    ...wire,
    dynamodb: { ApproximateCreationDateTime: new Date(seconds * 1000), ...change },
    userIdentity: userIdentity && { Type: userIdentity.type, PrincipalId: userIdentity.principalId },
  };
}
