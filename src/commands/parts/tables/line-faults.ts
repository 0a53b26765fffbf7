/** What is wrong with the lines of a file of items: told at once, before the first of them is written. */
import type { Line } from '../../../aws/items/batch-lines.ts';
import type { DescribedTable } from '../../../aws/items/find-table.ts';

/** Whoever has more has one reason for all of them. */
const MOST_FAULTS = 20;

/** `items.ndjson:7: …`; of more than are told, one more than that. `shown`: the file, as people know it. */
export async function lineFaults(
  shown: string,
  lines: AsyncIterable<Line>,
  table: DescribedTable,
  signal?: AbortSignal,
): Promise<string[]> {
  const { readItem } = await import('../../../aws/items/batch-lines.ts');
  const faults: string[] = [];
  for await (const line of lines) {
    signal?.throwIfAborted();
    const read = readItem(line, table);
    if (read && 'fault' in read) faults.push(`${shown}:${read.line}: ${read.fault}`);
    if (faults.length > MOST_FAULTS) break;
  }
  return faults;
}

export function toldFaults(faults: readonly string[]): string {
  return `${faults.slice(0, MOST_FAULTS).join('\n')}${faults.length > MOST_FAULTS ? '\nThere are more.' : ''}`;
}
