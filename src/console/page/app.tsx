/** The frame of the console: its navigation, and the view that the address names. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Failure, useDocument } from './parts/document.tsx';
import { visible } from './parts/texts.ts';
import { VIEWS } from './views/index.ts';

interface Session {
  readonly app: string;
  readonly stage: string;
  readonly views: readonly string[];
}

export function App() {
  const session = useDocument<Session>('/api/session');
  const { value, error } = session;
  if (error) return <Failure error={error} />;
  if (!value) return <p role="status">Reading…</p>;
  return <Frame session={value} />;
}

function Frame({ session }: { session: Session }) {
  const views = VIEWS.filter(({ name }) => session.views.includes(name));
  const { name, rest } = useAddress();
  const shown = views.find((view) => view.name === name) ?? views[0];
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  const stage = `${session.app}/${session.stage}`;
  // A new address moves the focus, before the view can be seen: it must not leave a field that somebody is in already.
  useLayoutEffect(() => {
    document.title = `${visible(stage)}: ${shown?.title ?? 'console'}`;
    // The page keeps its start. After that, readers with a keyboard or a screen reader begin in the new view.
    if (!first.current) main.current?.focus();
    first.current = false;
  }, [shown, rest]);
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip the navigation
      </button>
      <header class="top">
        <p class="stage">{visible(stage)}</p>
        <nav aria-label="Views">
          <ul>
            {views.map((view) => (
              <li key={view.name}>
                <a href={`#/${view.name}`} aria-current={view === shown ? 'page' : undefined}>
                  {view.title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main ref={main} tabIndex={-1}>
        {shown && <shown.component key={shown.name} rest={rest} />}
      </main>
    </>
  );
}

/** `#/requests/abc` is the view `requests` with `abc`. */
function useAddress(): { name: string; rest: string } {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    addEventListener('hashchange', changed);
    // The address may have changed between the first drawing and now.
    changed();
    return () => removeEventListener('hashchange', changed);
  }, []);
  const [, name = '', rest = ''] = /^#\/([a-z]*)(?:\/(.*))?$/.exec(hash) ?? [];
  return { name, rest: decoded(rest) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
