/** A headless Chromium, if the machine has one, controlled over its debugging pipe: no package, no port. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

export interface Browser {
  /** Opens a new page with its own storage; navigates to the URL and waits for its `load` event. */
  open(url: string): Promise<Page>;
  close(): Promise<void>;
}

export interface Page {
  /** The URLs of all requests since the page was opened, including its own. */
  readonly requests: readonly string[];
  /** The errors on the page's console, and exceptions that were not caught. A test takes out those that it expects. */
  readonly errors: string[];
  /** Returns the value of an expression, which may be a promise, as JSON. Throws what the page threw. */
  evaluate<T>(expression: string): Promise<T>;
  /** Evaluates until the value is true; throws after ten seconds. */
  until(expression: string): Promise<void>;
  /** Presses a key, for example `Tab`, `Enter` or a letter. */
  press(key: string): Promise<void>;
  /** Sets the size of the window, and the reader's preference of colours. */
  show(as: { readonly width: number; readonly dark?: boolean }): Promise<void>;
  /** Writes a PNG of the whole page. */
  picture(file: string): Promise<void>;
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** `undefined` if there is none: tests that need it are then skipped (`it.skipIf`). */
export const CHROMIUM: string | undefined = process.env.CHROMIUM ?? NAMES.map(which).find((path) => path !== undefined);

function which(name: string): string | undefined {
  try {
    return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || undefined;
  } catch {
    return undefined;
  }
}

interface Message {
  id?: number;
  sessionId?: string;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { message: string };
}

export async function openBrowser(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error('There is no Chromium on this machine');
  const profile = mkdtempSync(join(tmpdir(), 'apikit-browser-'));
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'];
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-extensions'];
  const child = spawn(
    CHROMIUM,
    [...flags, ...quiet, `--user-data-dir=${profile}`, '--remote-debugging-pipe', 'about:blank'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const pipe = talk(child);
  return {
    open: (url) => openPage(pipe, url),
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await pipe.call('Browser.close').catch(() => child.kill('SIGKILL'));
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

type Pipe = ReturnType<typeof talk>;

/** Messages end with a zero byte, in both directions. */
function talk(child: ChildProcess) {
  const [, , , input, output] = child.stdio as unknown as [null, null, null, Writable, Readable];
  const waiting = new Map<number, (message: Message) => void>();
  const listeners = new Set<(message: Message) => void>();
  let last = 0;
  let rest = '';
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const texts = (rest + chunk).split('\0');
    rest = texts.pop() ?? '';
    for (const text of texts) {
      const message = JSON.parse(text) as Message;
      if (message.id === undefined) for (const listener of listeners) listener(message);
      else waiting.get(message.id)?.(message);
    }
  });
  child.once('exit', () => {
    for (const answer of waiting.values()) answer({ error: { message: 'Chromium has ended' } });
  });
  input.on('error', () => {});
  return {
    listen: (listener: (message: Message) => void) => void listeners.add(listener),
    call(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
      const id = ++last;
      return new Promise((resolve, reject) => {
        waiting.set(id, ({ result = {}, error }) => {
          waiting.delete(id);
          if (error) reject(new Error(`${method}: ${error.message}`));
          else resolve(result);
        });
        input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      });
    },
  };
}

async function openPage(pipe: Pipe, url: string): Promise<Page> {
  const { browserContextId } = await pipe.call('Target.createBrowserContext');
  const { targetId } = await pipe.call('Target.createTarget', { url: 'about:blank', browserContextId });
  const { sessionId } = (await pipe.call('Target.attachToTarget', { targetId, flatten: true })) as {
    sessionId: string;
  };
  const call = (method: string, params?: object) => pipe.call(method, params, sessionId);
  const requests: string[] = [];
  const errors: string[] = [];
  let loaded = () => {};
  const load = new Promise<void>((resolve) => {
    loaded = resolve;
  });
  pipe.listen((message) => {
    if (message.sessionId !== sessionId) return;
    const params = (message.params ?? {}) as Record<string, { [member: string]: unknown }>;
    if (message.method === 'Network.requestWillBeSent') requests.push(String(params.request?.url));
    if (message.method === 'Log.entryAdded' && params.entry?.level === 'error') errors.push(String(params.entry.text));
    if (message.method === 'Runtime.exceptionThrown') errors.push(JSON.stringify(params.exceptionDetails));
    if (message.method === 'Page.loadEventFired') loaded();
  });
  await Promise.all(['Network', 'Page', 'Runtime', 'Log'].map((domain) => call(`${domain}.enable`)));
  const { errorText } = await call('Page.navigate', { url });
  if (errorText !== undefined) throw new Error(`${url}: ${String(errorText)}`);
  await load;

  async function evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = (await call('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })) as { result: { value: T }; exceptionDetails?: { exception?: { description?: string }; text: string } };
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  return {
    requests,
    errors,
    evaluate,
    async until(expression) {
      const poll = `new Promise((resolve, reject) => {
        const end = Date.now() + 10_000;
        const look = () => (${expression}) ? resolve(true) : Date.now() > end ? reject(new Error('waited in vain')) : setTimeout(look, 20);
        look();
      })`;
      await evaluate(poll);
    },
    async press(key) {
      const code = { Tab: 9, Enter: 13, Escape: 27 }[key];
      const text = key === 'Enter' ? '\r' : key.length === 1 ? key : undefined;
      const event = { key, code: key, ...(code !== undefined && { windowsVirtualKeyCode: code }) };
      await call('Input.dispatchKeyEvent', { type: 'keyDown', ...event, ...(text !== undefined && { text }) });
      await call('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
    },
    async show({ width, dark = false }) {
      const size = { width, height: 900, deviceScaleFactor: 1, mobile: false };
      await call('Emulation.setDeviceMetricsOverride', size);
      const features = [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }];
      await call('Emulation.setEmulatedMedia', { features });
    },
    async picture(file) {
      const { data } = await call('Page.captureScreenshot', { captureBeyondViewport: true });
      writeFileSync(file, Buffer.from(String(data), 'base64'));
    },
  };
}
