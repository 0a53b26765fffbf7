/** The comparison of a restored table with the live one, for documents and for people. */
import type { Comparison, Keys } from '../../../aws/items/compare-tables.ts';
import { counted } from '../../../text/counted.ts';
import { table as columns } from '../../../ui/table.ts';

export interface TableComparison {
  /** Whether both tables were compared completely. */
  complete: boolean;
  limit: number;
  liveItems: number;
  restoredItems: number;
  same: number;
  different: DifferenceSample;
  onlyLive: DifferenceSample;
  onlyRestored: DifferenceSample;
}

interface DifferenceSample {
  count: number;
  /** Keys in DynamoDB's JSON format. */
  sample: unknown[];
}

export async function limitedComparison(
  { different, onlyLive, onlyOther, ...rest }: Comparison,
  limit: number,
): Promise<TableComparison> {
  const { lineOf } = await import('../../../aws/items/typed-item.ts');
  const keys = ({ count, sample }: Keys): DifferenceSample => ({
    count,
    sample: sample.map((key) => (JSON.parse(lineOf(key)) as { Item: unknown }).Item),
  });
  return {
    complete: rest.complete,
    limit,
    liveItems: rest.live,
    restoredItems: rest.other,
    same: rest.same,
    different: keys(different),
    onlyLive: keys(onlyLive),
    onlyRestored: keys(onlyOther),
  };
}

/** How many keys of each kind are shown to people. */
const SHOWN = 5;

export function comparisonLines({
  complete,
  limit,
  different,
  onlyLive,
  onlyRestored,
  ...counts
}: TableComparison): string[] {
  const rows = [
    ['', 'LIVE', 'RESTORED'],
    ['items', String(counts.liveItems), String(counts.restoredItems)],
    ['the same', String(counts.same), String(counts.same)],
    ['different', String(different.count), String(different.count)],
    ['only there', String(onlyLive.count), String(onlyRestored.count)],
  ];
  const samples = [
    ['different', different],
    ['only in the live table', onlyLive],
    ['only in the restored table', onlyRestored],
  ] as const;
  return [
    ...columns(rows),
    ...samples.flatMap(([what, { count, sample }]) =>
      count === 0
        ? []
        : [
            `${what}: ${sample
              .slice(0, SHOWN)
              .map((key) => JSON.stringify(key))
              .join(' ')}${count > SHOWN ? ' …' : ''}`,
          ],
    ),
    ...(complete
      ? []
      : [`Only the first ${counted(limit, 'item')} of each table were compared: raise it with --limit.`]),
  ];
}
