/**
 * The server of `apikit console`: the page, and an API of JSON documents for it. It listens on loopback only, and
 * answers only its own page (session-guard.ts). The documents are those of the commands with `--json`; the server adds
 * the requests of the embedded cloud. It knows nothing of AWS.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApikitError, EXIT } from '../errors.ts';
import type { PageFiles } from './page-files.ts';
import { replay } from './replay.ts';
import type { RequestLog } from './request-log.ts';
import {
  createOneTimeCodes,
  type OneTimeCodes,
  type Refusal,
  refusalOfOrigin,
  refusalOfToken,
} from './session-guard.ts';
import type { ListedRequest, RequestBatch } from './shown-request.ts';

export interface ConsoleParts {
  readonly app: string;
  readonly stage: string;
  readonly files: PageFiles;
  /** The names of the documents that the stage has. */
  readonly documents: readonly string[];
  /** Returns the document of a command. `signal` is aborted when the page has left. Throws `ApikitError`. */
  document(name: string, query: URLSearchParams, signal: AbortSignal): Promise<object>;
  /** In ms since the epoch. */
  now(): number;
  /** The parts that only the local stage has; absent for stages in AWS. */
  readonly live?: {
    readonly log: RequestLog;
    /** The address of the embedded cloud, for replays; `undefined` while the console does not hear the cloud. */
    endpoint(): string | undefined;
    /**
     * Opens the docs of the contract in the browser, and returns their address. The cloud that serves them answers no
     * links of other pages, so the page cannot open them itself.
     */
    openDocs(): Promise<{ readonly url: string; readonly opened: boolean }>;
    /** Creates, changes or deletes an item. Throws `ApikitError`. */
    editItem(table: string, edit: string): Promise<object>;
  };
  /** Turns any error into an error for the user. */
  explain(error: unknown): ApikitError;
  /** Returns the document of an error, as `--json` prints it. */
  errorDocument(error: ApikitError): object;
}

export interface RunningConsole {
  /** The address with the token of the session. */
  readonly url: string;
  /** A new address for the opener of a browser, which works once and for some seconds. */
  urlForBrowser(): string;
  close(): Promise<void>;
}

/** Only the console's own files run and are loaded. The values that are shown come from strangers. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Throws `PortInUse`. Without a port, any free one is taken. */
export async function startConsole(parts: ConsoleParts, port = 0): Promise<RunningConsole> {
  const token = randomBytes(32).toString('base64url');
  const codes = createOneTimeCodes(parts.now);
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) return response.destroy();
      const known = parts.explain(error);
      sendJson(response, known.code === 'Defect' ? 500 : 422, { error: parts.errorDocument(known) });
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const foreign = refusalOfOrigin(request.headers, portOf(server));
    if (foreign) return refuse(response, foreign);
    if (!URL.canParse(request.url ?? '/', 'http://console')) return refuse(response, NO_ADDRESS);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://console');
    const file = request.method === 'GET' ? parts.files.get(pathname) : undefined;
    if (file) {
      response.writeHead(200, { ...HEADERS, 'content-type': file.type }).end(file.body);
      return;
    }
    if (request.method === 'POST' && pathname === '/api/session')
      return await exchangeCode(request, response, codes, token);
    const stranger = refusalOfToken(request.headers, token);
    if (stranger) return refuse(response, stranger);
    await answerApi(parts, request, `${request.method} ${pathname}`, searchParams, response);
  }

  await listen(server, port);
  return {
    url: `http://127.0.0.1:${portOf(server)}/#token=${token}`,
    urlForBrowser: () => `http://127.0.0.1:${portOf(server)}/#code=${codes.issue()}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const NO_ADDRESS: Refusal = { status: 400, code: 'NoAddress', message: 'The request has no path.' };

async function exchangeCode(
  request: IncomingMessage,
  response: ServerResponse,
  codes: OneTimeCodes,
  token: string,
): Promise<void> {
  if (codes.take(await bodyOf(request))) return sendJson(response, 200, { token });
  refuse(response, {
    status: 401,
    code: 'UsedCode',
    message:
      'The address of this page was used already, or is too old. Open the address that `apikit console` printed.',
  });
}

/** IDs of HTTP APIs end with an equals sign. */
const REQUEST = /^(GET|POST) \/api\/requests\/((?:[\w-]|=|%3D)+)(\/replay)?$/;

async function answerApi(
  parts: ConsoleParts,
  request: IncomingMessage,
  route: string,
  query: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  const { app, stage, documents, live } = parts;
  const [, document] = /^GET \/api\/documents\/([a-z-]+)$/.exec(route) ?? [];
  if (document !== undefined && documents.includes(document)) {
    const left = new AbortController();
    response.once('close', () => left.abort());
    return sendJson(response, 200, await parts.document(document, query, left.signal));
  }
  if (route === 'GET /api/session')
    return sendJson(response, 200, { app, stage, views: [...(live ? ['requests', 'docs'] : []), ...documents] });
  if (live) {
    if (route === 'GET /api/requests') return streamRequests(live.log, response);
    if (route === 'POST /api/items')
      return sendJson(response, 200, await live.editItem(query.get('table') ?? '', await bodyOf(request)));
    if (route === 'POST /api/docs') return sendJson(response, 200, await live.openDocs());
    const [, method, name = '', action] = REQUEST.exec(route) ?? [];
    const id = decodeURIComponent(name);
    const found = method === 'GET' && action === undefined ? live.log.find(id) : undefined;
    if (found) return sendJson(response, 200, found);
    const sent = method === 'POST' && action !== undefined ? live.log.sent(id) : undefined;
    if (sent) return sendJson(response, 200, await replay(sent, live.endpoint()));
  }
  sendJson(response, 404, { error: { code: 'NotFound', message: 'The console no longer has that.' } });
}

/** Above an item before and after its change, as JSON with types; DynamoDB's limit is 400 KB. */
const MOST_BODY = 8_000_000;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BODY) throw new ApikitError('TooLarge', 'The item is larger than DynamoDB allows.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const refuse = (response: ServerResponse, { status, code, message }: Refusal) =>
  sendJson(response, status, { error: { code, message } });

function sendJson(response: ServerResponse, status: number, document: object): void {
  response.writeHead(status, { ...HEADERS, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(document));
}

/** In ms. With hundreds of requests in a second, the page draws each batch and not each request. */
const BATCH = 40;

/** A page that reads too slowly is disconnected at this many bytes; it connects again. */
const MOST_UNREAD = 4_000_000;

/** Requests that a page gets when it connects. */
const RECENT = 200;

/** Sends NDJSON until the page disconnects. */
function streamRequests(log: RequestLog, response: ServerResponse): void {
  response.writeHead(200, { ...HEADERS, 'content-type': 'application/x-ndjson' });
  let batch: ListedRequest[] = log.recent().slice(0, RECENT).reverse();
  let timer: NodeJS.Timeout | undefined;
  const send = () => {
    timer = undefined;
    const line: RequestBatch = { connected: log.isConnected(), requests: batch };
    response.write(`${JSON.stringify(line)}\n`);
    batch = [];
    if (response.writableLength > MOST_UNREAD) response.destroy();
  };
  send();
  const sendSoon = () => {
    timer ??= setTimeout(send, BATCH);
  };
  const leave = log.listen({
    connection: sendSoon,
    request(request) {
      batch.push(request);
      sendSoon();
    },
  });
  response.once('close', () => {
    leave();
    clearTimeout(timer);
  });
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? inUse(port) : error));
    server.listen(port, '127.0.0.1', resolve);
  });
}

function inUse(port: number): ApikitError {
  return new ApikitError('PortInUse', `Port ${port} is already in use on this machine.`, {
    exitCode: EXIT.usage,
    hint: 'Choose another port with --port, or remove --port to take any free one.',
  });
}
