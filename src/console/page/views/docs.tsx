/** The way to the reference docs of the contract. */
import { useState } from 'preact/hooks';
import { type ApiError, send } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { asApiError, Failure } from '../parts/document.tsx';
import { visible } from '../parts/texts.ts';

interface Opened {
  readonly url: string;
  readonly opened: boolean;
}

export function Docs() {
  const [state, setState] = useState<{ running?: true; done?: Opened; error?: ApiError }>({});
  const open = () => {
    setState({ running: true });
    send<Opened>('/api/docs').then(
      (done) => setState({ done }),
      (error: unknown) => setState({ error: asApiError(error) }),
    );
  };
  return (
    <>
      <header class="title">
        <h1>Docs</h1>
        <Button onPress={open} off={state.running}>
          Open the docs
        </Button>
      </header>
      <p>
        The docs of the contract have a form for each operation, which sends requests to this stage with a key. They
        open in a page of their own, at the address of the API.
      </p>
      <p role="status">
        {state.running && 'Opening…'}
        {state.done && (state.done.opened ? 'Opened at ' : 'This machine has no browser to open. Copy the address: ')}
        {state.done && <code>{visible(state.done.url)}</code>}
      </p>
      {state.error && <Failure error={state.error} />}
    </>
  );
}
