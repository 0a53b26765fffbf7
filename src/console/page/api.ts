/** The console's API, with the token of this session. */

export interface ApiError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

export class Refused extends Error {
  readonly error: ApiError;
  constructor(error: ApiError) {
    super(error.message);
    this.error = error;
  }
}

const KEPT = 'apikit-console-token';

/**
 * Takes the token, or a code that is exchanged for it, out of the address, so that neither stays on the screen. A
 * reload finds the token in this tab. Throws `Refused` for an invalid code.
 */
export async function takeToken(): Promise<void> {
  const [, kind, content = ''] = /^#(token|code)=([\w-]+)$/.exec(location.hash) ?? [];
  if (kind === undefined) return;
  history.replaceState(null, '', location.pathname);
  const token = kind === 'token' ? content : (await send<{ token: string }>('/api/session', content)).token;
  sessionStorage.setItem(KEPT, token);
}

const ask = (path: string, options: RequestInit = {}) =>
  fetch(path, { ...options, headers: { 'x-apikit-console': sessionStorage.getItem(KEPT) ?? '' } });

/** Throws `Refused`. */
export async function read<T>(path: string, options: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await ask(path, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Refused({
      code: 'Unreachable',
      message: 'The console has stopped.',
      hint: 'Start it again in the terminal, and open its new address.',
    });
  }
  const document = (await response.json()) as T & { error?: ApiError };
  if (!response.ok && document.error) throw new Refused(document.error);
  return document;
}

export const send = <T>(path: string, body?: string): Promise<T> =>
  read<T>(path, { method: 'POST', ...(body !== undefined && { body }) });

/**
 * Calls `take` with each line of an endless response. Resolves when it ends, and throws if it cannot be read; `Refused`
 * if that stays so.
 */
export async function follow<T>(path: string, take: (document: T) => void, signal: AbortSignal): Promise<void> {
  const response = await ask(path, { signal });
  if (response.status === 401) throw new Refused(((await response.json()) as { error: ApiError }).error);
  if (!response.ok || !response.body) throw new Error(`${path}: ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(JSON.parse(line) as T);
  }
}
