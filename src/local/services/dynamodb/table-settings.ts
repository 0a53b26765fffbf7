/** What DynamoDB keeps about a table and the engine does not: collection `dynamodb.tables`, keyed by table name. */
import type { CloudBase, Scope } from '../../cloud.ts';
import type { OperationContext } from '../../operation.ts';
import type { Collection } from '../../storage/store.ts';
import type { Tag } from '../../tag-list.ts';

export interface TableSettings {
  /** The table's id, a UUID; absent of tables that are older than this member. */
  readonly id?: string;
  readonly tags: readonly Tag[];
  readonly deletionProtection: boolean;
  readonly tableClass?: string;
  /** ARN of the KMS key; absent: encrypted with the key that DynamoDB owns, which it does not mention. */
  readonly kmsKeyArn?: string;
  readonly timeToLive?: {
    /** Absent: disabled. */
    readonly attributeName?: string;
    /** Of the last change, epoch milliseconds: one an hour is allowed. */
    readonly changedAt: number;
  };
  /** The latest stream, on or off; earlier ones end when another begins. */
  readonly stream?: TableStream;
  readonly recovery?: { readonly since: number; readonly periodInDays: number };
  /** Of which table it was made, and as what that was like when (epoch milliseconds). */
  readonly restored?: { readonly source: string; readonly at: number };
}

export type StreamView = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

export interface TableStream {
  /** When it was turned on, to the millisecond: the last part of its ARN. */
  readonly label: string;
  readonly view: StreamView;
  /** Names of the table's key attributes. */
  readonly keys: readonly string[];
  /** epoch milliseconds */
  readonly since: number;
  /** When it was turned off, epoch milliseconds. */
  readonly endedAt?: number;
  /** Sequence numbers between which its records are: after `from`, and when it is off not after `to`. */
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

/** The engine's description of a table, completed. */
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
