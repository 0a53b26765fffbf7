/** A search in the logs of a stage, for words or with a query of Logs Insights. */
import { useState } from 'preact/hooks';
import { DocumentView, useDocument } from '../parts/document.tsx';
import { PERIODS, PeriodField } from '../parts/period.tsx';
import { Table } from '../parts/table.tsx';
import { counted, visible } from '../parts/texts.ts';

interface Found {
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly statistics: { readonly recordsMatched: number; readonly recordsScanned: number };
}

export function Logs() {
  const [since, setSince] = useState('1h');
  const [wish, setWish] = useState<{ text: string; since: string }>();
  const path = wish && `/api/documents/logs?${new URLSearchParams(wish)}`;
  const loaded = useDocument<Found>(path);
  const search = (event: SubmitEvent) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget as HTMLFormElement).get('text'));
    if (text.trim() === '') return;
    setWish({ text, since });
    if (wish?.text === text && wish.since === since) loaded.again?.();
  };
  return (
    <DocumentView
      title="Logs"
      loaded={loaded}
      controls={
        <form class="search" onSubmit={search}>
          <label class="field">
            <span>Words or a query</span>
            <input name="text" type="search" required />
          </label>
          <PeriodField periods={PERIODS} since={since} onChange={setSince} />
          <button type="submit">Search</button>
        </form>
      }
    >
      {({ rows, statistics }) => {
        const names = [...new Set(rows.flatMap(Object.keys))].filter((name) => !HIDDEN_FIELDS.has(name));
        return (
          <Table
            caption={`${counted(rows.length, 'row')} of ${counted(statistics.recordsScanned, 'scanned line')}`}
            columns={names.map((name) => ({ name: visible(name), kind: 'code' }))}
            rows={rows.map((row, index) => ({
              key: row['@ptr'] ?? String(index),
              cells: names.map((name) => visible(row[name] ?? '')),
            }))}
            none="Nothing was found."
          />
        );
      }}
    </DocumentView>
  );
}

/** Logs Insights' own references to lines and their places. */
const HIDDEN_FIELDS: ReadonlySet<string> = new Set(['@ptr', '@log', '@logStream']);
