/** The faults in the lines of a file of items, reported together before the first line is written. */
import type { Line } from '../../../aws/items/batch-lines.ts';
import type { DescribedTable } from '../../../aws/items/find-table.ts';

/** More faults usually have a single reason. */
const MOST_FAULTS = 20;

/**
 * Returns `items.ndjson:7: …`. It stops at one fault more than are shown. `shown` is the name of the file for people.
 */
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

export function faultsText(faults: readonly string[]): string {
  return `${faults.slice(0, MOST_FAULTS).join('\n')}${faults.length > MOST_FAULTS ? '\nThere are more.' : ''}`;
}
