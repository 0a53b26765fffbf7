/** Reads streams of tables, for the operations of this service and for Lambda's event source mappings. */
import type { CloudBase, Scope, StreamReader, TableStreamFacts } from '../../cloud/cloud.ts';
import { engineOf } from '../dynamodb/engines.ts';
import { itemSize } from '../dynamodb/items/item-size.ts';
import type { Members } from '../dynamodb/members.ts';
import type { StreamRecord } from '../dynamodb/stream-records.ts';
import { streamId } from '../dynamodb/streams.ts';
import { type StreamView, settingsOf, type TableStream } from '../dynamodb/table-settings.ts';

export interface FoundStream extends TableStreamFacts {
  readonly tableName: string;
  readonly stream: TableStream;
}

export function createStreamReader(cloud: CloudBase): StreamReader {
  return {
    find: (scope, arn) => findStream(cloud, scope, arn),
    async read(scope, arn, range) {
      const found = findStream(cloud, scope, arn);
      if (!found) return [];
      const engine = await engineOf({ cloud, ...scope });
      const records = await engine.streamRecords(streamId(found.tableName, found.stream), range);
      return records.map((record) => ({
        sequence: record.sequence,
        at: record.at,
        wire: recordOnWire(record, found.stream.view, scope.region),
      }));
    },
    latest: async (scope) => (await engineOf({ cloud, ...scope })).latestSequence(),
  };
}

/** Returns `undefined` if this account and region has no such stream, or if a later stream has replaced it. */
export function findStream(cloud: CloudBase, scope: Scope, arn: string): FoundStream | undefined {
  const [, tableName = '', label = ''] = /:table\/([^/]+)\/stream\/(.+)$/.exec(arn) ?? [];
  const stream = settingsOf(cloud, scope).get(tableName)?.stream;
  if (stream?.label !== label || streamArn(scope, tableName, stream) !== arn) return undefined;
  const { from, to } = stream;
  return { tableName, stream, from, to };
}

export const streamArn = ({ account, region }: Scope, tableName: string, { label }: TableStream): string =>
  `arn:aws:dynamodb:${region}:${account}:table/${tableName}/stream/${label}`;

function recordOnWire(record: StreamRecord, view: StreamView, awsRegion: string): Members {
  const { sequence, at, keys, before, after, expired } = record;
  const wantsNew = view === 'NEW_IMAGE' || view === 'NEW_AND_OLD_IMAGES';
  const wantsOld = view === 'OLD_IMAGE' || view === 'NEW_AND_OLD_IMAGES';
  const images = { ...(wantsNew && after && { NewImage: after }), ...(wantsOld && before && { OldImage: before }) };
  return {
    eventID: Buffer.from(sequence).toString('hex').slice(-32).padStart(32, '0'),
    eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion,
    dynamodb: {
      // AWS returns whole seconds.
      ApproximateCreationDateTime: Math.floor(at / 1000),
      Keys: keys,
      ...images,
      SequenceNumber: sequence,
      // The size of the keys and all images, by the rules for items (LocalStack's recordings of AWS,
      // `test_dynamodb.snapshot.json`).
      SizeBytes: [keys, ...Object.values(images)].reduce((size, item) => size + itemSize(item), 0),
      StreamViewType: view,
    },
    ...(expired && { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } }),
  };
}
