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

/** `undefined` reads nothing yet. */
export function useDocument<T>(path: string | undefined): Loaded<T> {
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<{ value?: T; error?: ApiError; loading: boolean }>({ loading: true });
  // `turn` reads the same document again.
  useEffect(() => {
    if (path === undefined) {
      setState({ loading: false });
      return;
    }
    const leave = new AbortController();
    setState(({ value }) => ({ ...(value !== undefined && { value }), loading: true }));
    read<T>(path, { signal: leave.signal }).then(
      (value) => setState({ value, loading: false }),
      (error: unknown) => {
        if (!leave.signal.aborted) setState({ error: asApiError(error), loading: false });
      },
    );
    return () => leave.abort();
  }, [path, turn]);
  const again = useCallback(() => setTurn((last) => last + 1), []);
  return { ...state, ...(path !== undefined && { again }) };
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
