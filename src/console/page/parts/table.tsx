/** A table with a caption and headers. It scrolls by itself on a narrow screen, with the keyboard too. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

export interface Column {
  readonly name: string;
  readonly kind?: 'number' | 'code' | 'time';
}

interface TableProps {
  readonly caption: string;
  readonly columns: readonly Column[];
  /** The first cell of a row is its header. `key` stays the same for the same row. */
  readonly rows: readonly { readonly key: string; readonly cells: readonly ComponentChildren[] }[];
  /** The sentence for a table without rows. */
  readonly none: string;
}

export function Table({ caption, columns, rows, none }: TableProps) {
  const place = useRef<HTMLElement>(null);
  const scrolls = useScrolling(place, rows.length > 0);
  if (rows.length === 0)
    return (
      <section class="block">
        <h2>{caption}</h2>
        <p class="quiet">{none}</p>
      </section>
    );
  return (
    <section ref={place} class="scroll block" {...(scrolls && { tabIndex: 0, 'aria-label': caption })}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, kind }) => (
              <th key={name} scope="col" class={kind}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [head, ...cells] }) => (
            <tr key={key}>
              <th scope="row" class={columns[0]?.kind}>
                {head}
              </th>
              {cells.map((cell, index) => (
                <td key={columns[index + 1]?.name} class={columns[index + 1]?.kind}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Only a table that scrolls must be reachable with the keyboard. */
function useScrolling(place: { readonly current: HTMLElement | null }, hasRows: boolean): boolean {
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const holder = place.current;
    if (!holder || !hasRows) return;
    const look = () => setScrolls(holder.scrollWidth > holder.clientWidth);
    const resized = new ResizeObserver(look);
    resized.observe(holder);
    for (const inside of holder.children) resized.observe(inside);
    return () => resized.disconnect();
  }, [place, hasRows]);
  return scrolls;
}
