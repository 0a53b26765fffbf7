/** The list of requests, which grows while it is shown. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ListedRequest, RequestBatch } from '../../shown-request.ts';
import { type ApiError, follow, Refused } from '../api.ts';
import { Badge, toneOfStatus } from '../parts/badge.tsx';
import { Failure } from '../parts/document.tsx';
import { Table } from '../parts/table.tsx';
import { clockTime, counted, milliseconds, visible } from '../parts/texts.ts';

/** Rows that are drawn. The console keeps more, and a filter searches those that this page has. */
const MOST_ROWS = 100;
const MOST_KEPT = 1_000;

/** In ms. */
const AGAIN = 1_000;

type State = 'waiting' | 'no console' | 'no cloud' | 'connected';

interface RequestListProps {
  readonly words: string;
  setWords(words: string): void;
}

export function RequestList({ words, setWords }: RequestListProps) {
  const [paused, setPaused] = useState(false);
  const { requests, state, error } = useRequests(paused);
  const [inside, setInside] = useState({ pointer: false, focus: false });
  // A row must not move away from a reader who is about to press it, or has the focus in it.
  const isHeld = (inside.pointer || inside.focus) && requests.length > 0;
  const held = useRef(requests);
  if (!isHeld || held.current.length === 0) held.current = requests;
  const shown = held.current;
  const wanted = words.trim().toLowerCase();
  const found = shown.filter(({ method, path, status }) =>
    `${method} ${path} ${status}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      <header class="title">
        <h1>Requests</h1>
        <label class="field">
          <span>Filter</span>
          <input type="search" value={words} onInput={({ currentTarget }) => setWords(currentTarget.value)} />
        </label>
        <button type="button" aria-pressed={paused} onClick={() => setPaused(!paused)}>
          Pause
        </button>
      </header>
      <p class="progress quiet" role="status">
        {paused ? 'Paused: new requests appear after the pause.' : STATES[state]}
      </p>
      {error && <Failure error={error} />}
      <p class="progress quiet">{shown !== requests && 'New requests appear when you leave the list.'}</p>
      <div
        onPointerEnter={() => setInside((last) => ({ ...last, pointer: true }))}
        onPointerLeave={() => setInside((last) => ({ ...last, pointer: false }))}
        onFocusIn={() => setInside((last) => ({ ...last, focus: true }))}
        onFocusOut={() => setInside((last) => ({ ...last, focus: false }))}
      >
        <Table
          caption={`${counted(found.length, 'request')}, newest first`}
          columns={[
            { name: 'Request', kind: 'code' },
            { name: 'Status' },
            { name: 'Latency', kind: 'number' },
            { name: 'AWS calls', kind: 'number' },
            { name: 'Time', kind: 'number' },
          ]}
          rows={found.slice(0, MOST_ROWS).map(({ id, method, path, status, latency, awsCalls, time }) => ({
            key: id,
            cells: [
              <a key="request" href={`#/requests/${encodeURIComponent(id)}`}>
                {`${visible(method)} ${visible(path)}`}
              </a>,
              <Badge key="status" tone={toneOfStatus(status)} text={String(status)} />,
              milliseconds(latency),
              String(awsCalls),
              clockTime(time),
            ],
          }))}
          none={noneText(wanted, state)}
        />
      </div>
    </>
  );
}

function noneText(wanted: string, state: State): string {
  if (wanted !== '') return 'No request has these words.';
  return state === 'connected' ? 'Send a request to the API, and it appears here.' : '';
}

const STATES: Readonly<Record<State, string>> = {
  waiting: 'Waiting for the console…',
  'no console':
    'The console does not answer. If it has stopped, start it again in the terminal, and open its new address.',
  'no cloud': 'No connection to the embedded cloud. It is tried again until the cloud runs.',
  connected: '',
};

function useRequests(paused: boolean) {
  const [requests, setRequests] = useState<readonly ListedRequest[]>([]);
  const [state, setState] = useState<State>('waiting');
  const [error, setError] = useState<ApiError>();
  useEffect(() => {
    if (paused) return;
    const leave = new AbortController();
    let known: readonly ListedRequest[] = [];
    const take = (batch: RequestBatch) => {
      const newest = [...batch.requests].reverse();
      const ids = new Set(newest.map(({ id }) => id));
      known = [...newest, ...known.filter(({ id }) => !ids.has(id))].slice(0, MOST_KEPT);
      setState(batch.connected ? 'connected' : 'no cloud');
      setRequests(known);
    };
    const listen = async () => {
      while (!leave.signal.aborted) {
        try {
          await follow<RequestBatch>('/api/requests', take, leave.signal);
        } catch (problem) {
          // A page without the token of this console waits in vain.
          if (problem instanceof Refused) return setError(problem.error);
        }
        if (leave.signal.aborted) return;
        setState('no console');
        await new Promise((resolve) => setTimeout(resolve, AGAIN));
      }
    };
    void listen();
    return () => leave.abort();
  }, [paused]);
  return { requests, state, error };
}
