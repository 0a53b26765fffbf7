/** Every item of a table, page by page, read consistently. Holds one page at a time. */
import { type DynamoDBClient, ScanCommand, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { createPace, patiently, type Walk } from './patient-call.ts';
import type { Item } from './typed-item.ts';

export interface ScanOptions extends Walk {
  readonly table: string;
  /** The key after which to begin. */
  readonly after?: Item;
}

export async function* scanItems(
  client: DynamoDBClient,
  { table, after, ...walk }: ScanOptions,
): AsyncGenerator<Item[]> {
  const pace = createPace(walk);
  let ExclusiveStartKey: ScanCommandInput['ExclusiveStartKey'] = after;
  do {
    walk.signal.throwIfAborted();
    const input: ScanCommandInput = {
      TableName: table,
      ConsistentRead: true,
      ...(ExclusiveStartKey && { ExclusiveStartKey }),
      // A page of a second, where the rate is lower than a page is long.
      ...(walk.rate !== undefined && { Limit: Math.max(1, Math.floor(walk.rate)) }),
    };
    const page = await patiently(`read table ${table}`, walk, () => client.send(new ScanCommand(input)));
    const items = page.Items ?? [];
    if (items.length > 0) yield items;
    await pace(items.length);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
}
