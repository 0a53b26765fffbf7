/** The editor of one item, as JSON with the type of each value. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type ApiError, send } from '../api.ts';
import { Button, SureButton } from '../parts/button.tsx';
import { asApiError, Failure, useDocument } from '../parts/document.tsx';
import { visible } from '../parts/texts.ts';

export type Value = Readonly<Record<string, unknown>>;
export type Item = Readonly<Record<string, Value>>;

interface ItemEditorProps {
  readonly table: string;
  /** The key of the item; absent for a new one. */
  readonly itemKey?: Item;
  /** The attributes of a new item. */
  readonly start: Item;
  close(changed: boolean): void;
}

/** The whole item is read when the editor opens: the list can be old, and an index can have only a part of it. */
export function ItemEditor({ table, itemKey, start, close }: ItemEditorProps) {
  const key = itemKey && JSON.stringify({ Item: itemKey });
  const { value, error } = useDocument<{ item: Item }>(
    key && `/api/documents/item?${new URLSearchParams({ table, key })}`,
  );
  const isReady = itemKey === undefined || value !== undefined;
  return (
    <section class="block" aria-label="Editor">
      {isReady ? (
        <Fields table={table} start={value?.item ?? start} {...(value && { before: value.item })} close={close} />
      ) : (
        <>
          {error ? <Failure error={error} /> : <p role="status">Reading the item…</p>}
          <Button onPress={() => close(false)}>Cancel</Button>
        </>
      )}
    </section>
  );
}

interface FieldsProps {
  readonly table: string;
  readonly start: Item;
  /** The item as it is in the table. */
  readonly before?: Item;
  close(changed: boolean): void;
}

function Fields({ table, start, before, close }: FieldsProps) {
  const text = useRef<HTMLTextAreaElement>(null);
  const [error, setError] = useState<ApiError>();
  useLayoutEffect(() => text.current?.focus(), []);
  const write = (edit: { before?: Item; after?: string }) => {
    send(`/api/items?${new URLSearchParams({ table })}`, JSON.stringify(edit)).then(
      () => close(true),
      (problem: unknown) => setError(asApiError(problem)),
    );
  };
  const known = before && { before };
  return (
    <>
      <label>
        <span>The item, each value with its type</span>
        <textarea ref={text} rows={12} spellcheck={false} defaultValue={visible(JSON.stringify(start, null, 2))} />
      </label>
      {error && <Failure error={error} />}
      <p class="search">
        <Button onPress={() => write({ ...known, after: text.current?.value ?? '' })}>Save</Button>
        {known && (
          <SureButton name="Delete" consequence="This deletes the item for good." onPress={() => write(known)} />
        )}
        <Button onPress={() => close(false)}>Cancel</Button>
      </p>
    </>
  );
}
