/** Streams of tables in the control plane: turning them on and off. The engine has their records. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { ItemEngine } from './item-engine.ts';
import type { Members } from './members.ts';
import type { StreamView, TableSettings, TableStream } from './table-settings.ts';

/** The time for which records can be read. */
export const RETENTION_MS = 24 * 3_600_000;

export interface StreamSpecification {
  readonly StreamEnabled?: boolean;
  readonly StreamViewType?: string;
}

/** The ID of the stream in the region's engine. */
export const streamId = (tableName: string, { label }: Pick<TableStream, 'label'>): string => `${tableName}~${label}`;

/** Returns the change that the specification makes; nothing if it is absent. Throws ValidationException. */
export function streamChange(
  specification: StreamSpecification | undefined,
  table: Members,
  present: TableStream | undefined,
  engine: ItemEngine,
  { cloud }: OperationContext,
): Pick<TableSettings, 'stream'> {
  if (specification === undefined) return {};
  const { StreamEnabled, StreamViewType } = specification;
  const isOn = present !== undefined && present.endedAt === undefined;
  const now = cloud.clock.now();
  if (!StreamEnabled) {
    if (StreamViewType !== undefined) {
      throw invalid(
        'One or more parameter values were invalid: StreamViewType must not be specified when StreamEnabled is false',
      );
    }
    if (present === undefined) return {};
    if (!isOn) throw invalid(`Table is already disabled for streams: ${String(table.TableName)}`);
    return { stream: { ...present, endedAt: now, to: engine.latestSequence() } };
  }
  if (StreamViewType === undefined) {
    throw invalid(
      'One or more parameter values were invalid: StreamViewType must be specified when StreamEnabled is true',
    );
  }
  if (isOn) throw invalid(`Table already has an enabled stream: TableName: ${String(table.TableName)}`);
  const keys = (table.KeySchema as { AttributeName: string }[]).map(({ AttributeName }) => AttributeName);
  // The label has milliseconds, and two streams of one millisecond would have the same label.
  const since = Math.max(now, (present?.since ?? 0) + 1);
  const label = new Date(since).toISOString().slice(0, -1);
  return { stream: { label, view: StreamViewType as StreamView, keys, since, from: engine.latestSequence() } };
}

const invalid = (message: string) => new AwsError('ValidationException', message);
