/** Pages of several origins that send requests to an API and report what they were allowed to read. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PageRequest {
  readonly name: string;
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The bytes of a body of zeros, instead. */
  readonly bodyBytes?: number;
  readonly credentials?: 'include';
}

/** The part of a response that a page could read, or `blocked` if the browser did not allow it. */
export type PageAnswer = 'blocked' | { readonly status: number; readonly code?: string; readonly release: boolean };

export interface Pages {
  readonly origins: readonly string[];
  /** The page that begins; it leads to the pages of the other origins. */
  readonly first: string;
  /** The results of each origin's page, by the name of the request. */
  readonly results: Promise<Record<string, Record<string, PageAnswer>>>;
  ask(requests: readonly PageRequest[]): void;
  close(): Promise<void>;
}

/** The script for the browser, as text. */
const SCRIPT = `
const answers = {};
for (const { name, url, method, headers, body, bodyBytes, credentials } of REQUESTS) {
  try {
    const sent = bodyBytes ? new Uint8Array(bodyBytes) : body;
    const response = await fetch(url, { method, headers, body: sent, credentials });
    const text = await response.text();
    let code;
    try { code = JSON.parse(text).code; } catch { code = undefined; }
    answers[name] = { status: response.status, code, release: response.headers.has('x-apikit-release') };
  } catch { answers[name] = 'blocked'; }
}
await fetch('/results', { method: 'POST', body: JSON.stringify(answers) });
if (NEXT) location.href = NEXT;
`;

/** Starts one page for each host. Each host is a name of this machine; `browse` creates names below `.test`. */
export async function startPages(hosts: readonly string[]): Promise<Pages> {
  const count = hosts.length;
  let requests: readonly PageRequest[] = [];
  const found: Record<string, Record<string, PageAnswer>> = {};
  let finish: (results: typeof found) => void = () => {};
  const results = new Promise<typeof found>((resolve) => {
    finish = resolve;
  });
  const origins: string[] = [];
  const servers: Server[] = [];
  for (const [index, host] of hosts.entries()) {
    const server = createServer((request, response) => {
      if (request.url === '/favicon.ico') {
        response.writeHead(404).end();
        return;
      }
      if (request.url !== '/results') {
        const values = `const REQUESTS = ${JSON.stringify(requests)}; const NEXT = ${JSON.stringify(origins[index + 1] ?? '')};`;
        response.setHeader('content-type', 'text/html');
        response.end(`<!doctype html><title>page</title><script type="module">${values}${SCRIPT}</script>`);
        return;
      }
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.end();
        found[origins[index]!] = JSON.parse(Buffer.concat(chunks).toString());
        if (Object.keys(found).length === count) finish(found);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    origins.push(`http://${host}:${(server.address() as AddressInfo).port}`);
  }
  return {
    origins,
    first: origins[0]!,
    results,
    ask(next) {
      requests = next;
    },
    async close() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
