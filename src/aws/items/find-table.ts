/**
 * Finds the table whose items are read or written, and checks that it exists, is ready, and belongs to this stage.
 * Reads only.
 */
import type { DynamoDBClient, TableDescription } from '@aws-sdk/client-dynamodb';
import { ApikitError } from '../../errors.ts';
import type { Tags } from '../../naming/tags.ts';
import { describeTable, tagsOfTable } from '../dynamodb/describe-table.ts';
import { owns } from '../ownership/ownership.ts';

/** The table as DynamoDB describes it. */
export type DescribedTable = TableDescription;

/** Throws `NoTable`. */
export async function findTable(client: DynamoDBClient, name: string, hint: string): Promise<DescribedTable> {
  const table = await describeTable(client, name);
  if (table && table.TableStatus !== 'DELETING' && table.TableStatus !== 'CREATING') return table;
  const what = table ? `is in the state ${table.TableStatus}` : 'does not exist';
  throw new ApikitError('NoTable', `Table ${name} ${what}. Nothing was read or changed.`, { hint });
}

/** Throws `NotOurs` if a table has the name but not the tags of the stage. */
export async function refuseForeign(client: DynamoDBClient, table: TableDescription, wanted: Tags): Promise<void> {
  if (owns(wanted, await tagsOfTable(client, table))) return;
  throw new ApikitError(
    'NotOurs',
    `Table ${table.TableName} has the name but not the tags of this stage's table, so it belongs to somebody else. Nothing was written.`,
    {
      hint: 'Take it over with a deploy (apikit deploy --adopt), or name it with import: in apikit.yaml to use it as it is.',
    },
  );
}
