/** A document of the API on its way: loading, an error with what to do next, or its view. */
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { type ApiError, Refused, read } from '../api.ts';
import { Button } from './button.tsx';
import { visible } from './texts.ts';

export interface Loaded<T> {
  /** The last document, also while it is read again. */
  readonly value?: T;
  readonly error?: ApiError;
  readonly loading: boolean;
  /** Absent if nothing was to be read yet. */
  again?(): void;
}

interface Read<T> {
  readonly of: string;
  readonly value?: T;
  readonly error?: ApiError;
  readonly loading: boolean;
}

/** `undefined` reads nothing yet. A document of another path is never shown in place of the one that is read. */
export function useDocument<T>(path: string | undefined): Loaded<T> {
  const [turn, setTurn] = useState(0);
  const [last, setLast] = useState<Read<T>>();
  // `turn` reads the same document again.
  useEffect(() => {
    if (path === undefined) return;
    const leave = new AbortController();
    const take = (read: Omit<Read<T>, 'of'>) => {
      if (!leave.signal.aborted) setLast({ of: path, ...read });
    };
    setLast((known) => (known?.of === path ? { ...known, loading: true } : { of: path, loading: true }));
    read<T>(path, { signal: leave.signal }).then(
      (value) => take({ value, loading: false }),
      (error: unknown) => take({ error: asApiError(error), loading: false }),
    );
    return () => leave.abort();
  }, [path, turn]);
  const again = useCallback(() => setTurn((known) => known + 1), []);
  if (path === undefined) return { loading: false };
  const { value, error, loading } = last?.of === path ? last : { loading: true };
  return { loading, again, ...(value !== undefined && { value }), ...(error && { error }) };
}

export const asApiError = (error: unknown): ApiError =>
  error instanceof Refused ? error.error : { code: 'Defect', message: String(error) };

interface DocumentProps<T> {
  readonly title: string;
  readonly loaded: Loaded<T>;
  /** Controls beside the title. */
  readonly controls?: ComponentChildren;
  readonly children: (value: T) => ComponentChildren;
}

export function DocumentView<T>({ title, loaded, controls, children }: DocumentProps<T>) {
  const { value, error, loading, again } = loaded;
  return (
    <>
      <header class="title">
        <h1>{title}</h1>
        {controls}
        {again && (
          <Button onPress={again} off={loading}>
            Read again
          </Button>
        )}
      </header>
      <p class="progress quiet" role="status">
        {loading ? 'Reading…' : ''}
      </p>
      {error && <Failure error={error} />}
      {value !== undefined && <div class={loading ? 'stale' : undefined}>{children(value)}</div>}
    </>
  );
}

export const Failure = ({ error: { message, hint } }: { error: ApiError }) => (
  <div class="failure" role="alert">
    <p>{visible(message)}</p>
    {hint !== undefined && <p class="quiet">{visible(hint)}</p>}
  </div>
);
