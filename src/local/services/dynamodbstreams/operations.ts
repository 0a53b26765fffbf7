/** ListStreams, DescribeStream, GetShardIterator, GetRecords. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { checkMembers, refuseMembers } from '../../cloud/constraints.ts';
import { operation } from '../../cloud/operation.ts';
import { settingsOf } from '../dynamodb/table-settings.ts';
import { existingStream, iteratorText, readIterator, SHARD_ID } from './shard.ts';
import { createStreamReader, streamArn } from './stream-reader.ts';

interface ListInput {
  TableName?: string;
  Limit?: number;
  ExclusiveStartStreamArn?: string;
}

export const listStreams = operation<ListInput, unknown>({
  name: 'ListStreams',
  run({ TableName, Limit, ExclusiveStartStreamArn }, context) {
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
    return { Streams: page, ...(more && last !== undefined && { LastEvaluatedStreamArn: last }) };
  },
});

export const describeStream = operation<{ StreamArn: string; ExclusiveStartShardId?: string }, unknown>({
  name: 'DescribeStream',
  run(input, context) {
    refuseMembers('DynamoDB Streams DescribeStream', input, ['ShardFilter']);
    const { stream, tableName } = existingStream(input.StreamArn, context);
    const [hash, range] = stream.keys;
    const shard = {
      ShardId: SHARD_ID,
      SequenceNumberRange: {
        StartingSequenceNumber: stream.from,
        ...(stream.to !== undefined && { EndingSequenceNumber: stream.to }),
      },
    };
    return {
      StreamDescription: {
        StreamArn: input.StreamArn,
        StreamLabel: stream.label,
        StreamStatus: stream.endedAt === undefined ? 'ENABLED' : 'DISABLED',
        StreamViewType: stream.view,
        CreationRequestDateTime: stream.since / 1000,
        TableName: tableName,
        KeySchema: [
          { AttributeName: hash, KeyType: 'HASH' },
          ...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' }]),
        ],
        Shards: input.ExclusiveStartShardId === SHARD_ID ? [] : [shard],
      },
    };
  },
});

interface IteratorInput {
  StreamArn: string;
  ShardId: string;
  ShardIteratorType: 'TRIM_HORIZON' | 'LATEST' | 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER' | 'AT_TIMESTAMP';
  SequenceNumber?: string;
}

export const getShardIterator = operation<IteratorInput, unknown>({
  name: 'GetShardIterator',
  async run(input, context) {
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
  },
});

/** At the end of a closed shard, the response has no further iterator. */
export const getRecords = operation<{ ShardIterator: string; Limit?: number }, unknown>({
  name: 'GetRecords',
  async run({ ShardIterator, Limit }, context) {
    checkMembers('ValidationException', [['limit', Limit, { max: 1000 }]]);
    const { arn, after } = readIterator(ShardIterator, context);
    const { stream } = existingStream(arn, context);
    const records = await createStreamReader(context.cloud).read(context, arn, { after, limit: Limit ?? 1000 });
    const next = records.at(-1)?.sequence ?? after;
    const isOver = stream.endedAt !== undefined && records.length === 0;
    return {
      Records: records.map(({ wire }) => asAnswered(wire)),
      ...(!isOver && { NextShardIterator: iteratorText({ arn, after: next }, context) }),
    };
  },
});

/** Members of the identity begin with a capital letter here, and with a small letter in Lambda events. */
function asAnswered(wire: object): object {
  const { userIdentity } = wire as { userIdentity?: { type: string; principalId: string } };
  if (!userIdentity) return wire;
  return { ...wire, userIdentity: { Type: userIdentity.type, PrincipalId: userIdentity.principalId } };
}
