/**
 * The Lambda Runtime API (`2018-06-01`, aws-facts §5) for all workers, on one loopback port. A worker is known by the
 * first path segment, which is part of the `AWS_LAMBDA_RUNTIME_API` that its process is given.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MAX_RESPONSE } from './failures.ts';

/** What a runtime client tells beside the body: headers of our own bootstraps, absent for other clients. */
export interface ClientFacts {
  /** Bytes written to the log descriptor so far. */
  readonly logBytes: number;
  /** KB of resident memory at most; 0 when unknown. */
  readonly maxRss: number;
}

/** One event on its way to a runtime client. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Uint8Array;
}

/** The worker's side of its API. The `false`s are answers to calls out of turn. */
export interface RuntimeApiWorker {
  /** The client waits; `deliver` answers it, once. */
  next(deliver: (delivery: Delivery) => void): void;
  respond(requestId: string, body: Buffer, facts: ClientFacts): boolean;
  respondTooLarge(requestId: string, facts: ClientFacts): boolean;
  fail(requestId: string, body: Buffer, facts: ClientFacts): boolean;
  failInit(body: Buffer, facts: ClientFacts): boolean;
}

export interface RuntimeApi {
  /** Value of `AWS_LAMBDA_RUNTIME_API` for this worker. */
  register(token: string, worker: RuntimeApiWorker): Promise<string>;
  unregister(token: string): void;
  close(): Promise<void>;
}

const OK = JSON.stringify({ status: 'OK' });
const ROUTE = /^\/([^/]+)\/2018-06-01\/runtime\/(invocation\/next|init\/error|invocation\/([^/]+)\/(response|error))$/;

export function createRuntimeApi(): RuntimeApi {
  const workers = new Map<string, RuntimeApiWorker>();
  let listening: Promise<Server> | undefined;
  return {
    async register(token, worker) {
      workers.set(token, worker);
      listening ??= listen(workers);
      const { port } = (await listening).address() as AddressInfo;
      return `127.0.0.1:${port}/${token}`;
    },
    unregister: (token) => void workers.delete(token),
    async close() {
      if (!listening) return;
      const server = await listening;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(workers: ReadonlyMap<string, RuntimeApiWorker>): Promise<Server> {
  const server = createServer((request, response) => serve(workers, request, response));
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
    server.unref();
  });
}

function serve(
  workers: ReadonlyMap<string, RuntimeApiWorker>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.sendDate = false;
  const route = ROUTE.exec(request.url ?? '');
  const worker = workers.get(route?.[1] ?? '');
  const method = route?.[2] === 'invocation/next' ? 'GET' : 'POST';
  if (!route || !worker) {
    answer(response, 404, failure('NotFound', 'No such route.'));
  } else if (request.method !== method) {
    answer(response, 405, failure('MethodNotAllowed', `Use ${method}.`));
  } else if (method === 'GET') {
    worker.next(({ headers, payload }) => {
      response.writeHead(200, { ...headers, 'Content-Length': payload.length });
      response.end(payload);
    });
  } else if (request.headers['lambda-runtime-function-response-mode'] === 'streaming') {
    answer(response, 501, failure('NotImplemented', 'Response streaming is not emulated.'));
  } else {
    readBody(request, (body) => answerPost(worker, route, body, request, response));
  }
}

function answerPost(
  worker: RuntimeApiWorker,
  [, , path, requestId = '', action]: RegExpExecArray,
  body: Buffer | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const facts = factsOf(request);
  if (body === undefined) {
    const message = `Exceeded maximum allowed payload size (${MAX_RESPONSE} bytes).`;
    if (worker.respondTooLarge(requestId, facts)) {
      answer(response, 413, failure('RequestEntityTooLarge', message));
    } else {
      outOfTurn(response);
    }
    return;
  }
  const accepted =
    path === 'init/error'
      ? worker.failInit(body, facts)
      : action === 'response'
        ? worker.respond(requestId, body, facts)
        : worker.fail(requestId, body, facts);
  if (accepted) answer(response, 202, OK);
  else outOfTurn(response);
}

const outOfTurn = (response: ServerResponse): void =>
  answer(response, 400, failure('InvalidRequestID', 'Invalid request ID'));

const failure = (errorType: string, errorMessage: string): string => JSON.stringify({ errorMessage, errorType });

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

/** `undefined` when the body is larger than Lambda takes; it is read to its end all the same, to keep the connection. */
function readBody(request: IncomingMessage, done: (body: Buffer | undefined) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_RESPONSE) chunks.push(chunk);
  });
  request.on('end', () =>
    done(size > MAX_RESPONSE ? undefined : chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)),
  );
}

const factsOf = ({ headers }: IncomingMessage): ClientFacts => ({
  logBytes: Number(headers['x-apikit-log-bytes'] ?? 0),
  maxRss: Number(headers['x-apikit-max-rss'] ?? 0),
});
