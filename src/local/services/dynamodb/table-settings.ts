/**
 * Data about a table that the service stores and the engine does not: collection `dynamodb.tables`, keyed by table
 * name.
 */
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import type { Collection } from '../../storage/store.ts';

export interface TableSettings {
  /** The ID of the table, a UUID; absent for tables that are older than this member. */
  readonly id?: string;
  readonly tags: readonly Tag[];
  readonly deletionProtection: boolean;
  readonly tableClass?: string;
  /** The ARN of the KMS key. Absent: the key belongs to DynamoDB, and descriptions do not show it. */
  readonly kmsKeyArn?: string;
  readonly timeToLive?: {
    /** Absent: disabled. */
    readonly attributeName?: string;
    /** The time of the last change in epoch milliseconds: one change per hour is allowed. */
    readonly changedAt: number;
  };
  /** The latest stream, on or off; a new stream replaces it. */
  readonly stream?: TableStream;
  readonly recovery?: { readonly since: number; readonly periodInDays: number };
  /** The source table of a restore, and the restored time in epoch milliseconds. */
  readonly restored?: { readonly source: string; readonly at: number };
}

export type StreamView = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

export interface TableStream {
  /** When it was turned on, with milliseconds: the last part of its ARN. */
  readonly label: string;
  readonly view: StreamView;
  /** The names of the table's key attributes. */
  readonly keys: readonly string[];
  /** epoch milliseconds */
  readonly since: number;
  /** When it was turned off, in epoch milliseconds. */
  readonly endedAt?: number;
  /** The sequence numbers of its records: after `from`, and for a stream that is off, up to `to`. */
  readonly from: string;
  readonly to?: string;
}

export const DEFAULT_SETTINGS: TableSettings = { tags: [], deletionProtection: false };

export const settingsOf = (cloud: CloudBase, scope: Scope): Collection<TableSettings> =>
  cloud.collection<TableSettings>(scope, 'dynamodb.tables');

export const readSettings = (context: OperationContext, tableName: string): TableSettings =>
  settingsOf(context.cloud, context).get(tableName) ?? DEFAULT_SETTINGS;

export function changeSettings(context: OperationContext, tableName: string, change: Partial<TableSettings>): void {
  const settings = { ...readSettings(context, tableName), ...change };
  settingsOf(context.cloud, context).put(tableName, settings);
}

/** Completes the engine's description of a table. */
export function describe(table: Record<string, unknown>, settings: TableSettings): Record<string, unknown> {
  const { stream } = settings;
  return {
    ...table,
    ...(settings.id !== undefined && { TableId: settings.id }),
    ...(stream && {
      ...(stream.endedAt === undefined && {
        StreamSpecification: { StreamEnabled: true, StreamViewType: stream.view },
      }),
      LatestStreamLabel: stream.label,
      LatestStreamArn: `${String(table.TableArn)}/stream/${stream.label}`,
    }),
    ...(settings.restored && {
      RestoreSummary: {
        SourceTableArn: settings.restored.source,
        RestoreDateTime: settings.restored.at / 1000,
        RestoreInProgress: table.TableStatus === 'CREATING',
      },
    }),
    DeletionProtectionEnabled: settings.deletionProtection,
    ...(settings.tableClass !== undefined && { TableClassSummary: { TableClass: settings.tableClass } }),
    ...(settings.kmsKeyArn !== undefined && {
      SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: settings.kmsKeyArn },
    }),
  };
}
