/** The errors in the logs of a stage, each kind once. */
import { useState } from 'preact/hooks';
import { DocumentView, useDocument } from '../parts/document.tsx';
import { PERIODS, PeriodField } from '../parts/period.tsx';
import { Table } from '../parts/table.tsx';
import { minute, visible } from '../parts/texts.ts';

interface Errors {
  readonly errors: readonly {
    readonly kind: string;
    readonly message: string;
    readonly stack: readonly string[];
    readonly count: number;
    readonly firstSeen: string;
    readonly lastSeen: string;
    readonly example: string | null;
  }[];
}

export function ErrorsView() {
  const [since, setSince] = useState('1d');
  const [wish, setWish] = useState<string>();
  const loaded = useDocument<Errors>(wish && `/api/documents/errors?since=${wish}`);
  const search = (event: SubmitEvent) => {
    event.preventDefault();
    setWish(since);
    if (wish === since) loaded.again?.();
  };
  return (
    <DocumentView
      title="Errors"
      loaded={loaded}
      controls={
        // A scan costs money, so only the button begins one.
        <form class="search" onSubmit={search}>
          <PeriodField periods={PERIODS} since={since} onChange={setSince} />
          <button type="submit">Search the logs</button>
        </form>
      }
    >
      {({ errors }) => (
        <Table
          caption="Kinds of errors"
          columns={[
            { name: 'Error' },
            { name: 'Count', kind: 'number' },
            { name: 'First seen', kind: 'time' },
            { name: 'Last seen', kind: 'time' },
            { name: 'Request ID of an example', kind: 'code' },
          ]}
          rows={errors.map(({ kind, message, stack, count, firstSeen, lastSeen, example }, index) => ({
            key: `${kind} ${message} ${index}`,
            cells: [
              <>
                <strong>{visible(kind)}</strong>: {visible(message)}
                {stack.length > 0 && (
                  <details>
                    <summary>Stack</summary>
                    <pre class="inside">{visible(stack.join('\n'))}</pre>
                  </details>
                )}
              </>,
              String(count),
              minute(firstSeen),
              minute(lastSeen),
              visible(example ?? ''),
            ],
          }))}
          none="There are no errors in this period."
        />
      )}
    </DocumentView>
  );
}
