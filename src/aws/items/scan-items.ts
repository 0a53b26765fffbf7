/** Reads all items of a table, page by page and consistently. Holds one page at a time. */
import {
  type DynamoDBClient,
  ScanCommand,
  type ScanCommandInput,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { createPace, type PacedRun, retryThrottled } from './paced-run.ts';
import type { Item } from './typed-item.ts';

export interface ScanOptions extends PacedRun {
  readonly table: string;
  /** The key after which the scan begins. */
  readonly after?: Item;
}

export async function* scanItems(client: DynamoDBClient, options: ScanOptions): AsyncGenerator<Item[]> {
  for await (const { Items = [] } of scanPages(client, options)) if (Items.length > 0) yield Items;
}

/** With `counting`, the pages have counts and no items. */
export async function* scanPages(
  client: DynamoDBClient,
  { table, after, counting = false, ...walk }: ScanOptions & { readonly counting?: boolean },
): AsyncGenerator<ScanCommandOutput> {
  const pace = createPace(walk);
  let ExclusiveStartKey: ScanCommandInput['ExclusiveStartKey'] = after;
  do {
    walk.signal.throwIfAborted();
    const input: ScanCommandInput = {
      TableName: table,
      ConsistentRead: true,
      ...(counting && { Select: 'COUNT' as const }),
      ...(ExclusiveStartKey && { ExclusiveStartKey }),
      // A page has at most the items of one second, if the rate is lower than a page.
      ...(walk.rate !== undefined && { Limit: Math.max(1, Math.floor(walk.rate)) }),
    };
    const page = await retryThrottled(`read table ${table}`, walk, () => client.send(new ScanCommand(input)));
    yield page;
    await pace(page.Count ?? 0);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}
