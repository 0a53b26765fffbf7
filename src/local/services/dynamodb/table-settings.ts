/** What DynamoDB keeps about a table and the engine does not: collection `dynamodb.tables`, keyed by table name. */
import type { CloudBase, Scope } from '../../cloud.ts';
import type { OperationContext } from '../../operation.ts';
import type { Collection } from '../../storage/store.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface TableSettings {
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
  readonly recovery?: { readonly since: number; readonly periodInDays: number };
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
  return {
    ...table,
    DeletionProtectionEnabled: settings.deletionProtection,
    ...(settings.tableClass !== undefined && { TableClassSummary: { TableClass: settings.tableClass } }),
    ...(settings.kmsKeyArn !== undefined && {
      SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: settings.kmsKeyArn },
    }),
  };
}
