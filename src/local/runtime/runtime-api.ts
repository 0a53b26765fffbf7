/**
 * The Lambda Runtime API (`2018-06-01`, docs/aws/lambda.md) for all workers, on one loopback port and on the sockets
 * that our own bootstrap gets. The first path segment identifies the worker; it is part of the `AWS_LAMBDA_RUNTIME_API`
 * of its process.
 */
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { answerText } from './answer-text.ts';
import { MAX_RESPONSE } from './failures.ts';
import { type ApiRequest, BadRequest, createRequestReader } from './request-reader.ts';

/** Facts that a runtime client sends beside the body: headers of our own bootstraps, absent for other clients. */
export interface ClientFacts {
  /** The bytes written to the log descriptor so far. */
  readonly logBytes: number;
  /** The maximum resident memory in KB; 0 if unknown. */
  readonly maxRss: number;
}

/** One event for a runtime client. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Uint8Array | string;
}

/** The worker's side of its API. A method returns `false` for a call out of order. */
export interface RuntimeApiWorker {
  /** The client waits for an event; `deliver` sends it, once. */
  next(deliver: (delivery: Delivery) => void): void;
  /** The client that waits for `deliver` has disconnected, so an event would be lost. */
  gone(deliver: (delivery: Delivery) => void): void;
  respond(requestId: string, body: Buffer, facts: ClientFacts): boolean;
  respondTooLarge(requestId: string, facts: ClientFacts): boolean;
  fail(requestId: string, body: Buffer, facts: ClientFacts): boolean;
  failInit(body: Buffer, facts: ClientFacts): boolean;
}

export interface RuntimeApi {
  /** Returns the value of `AWS_LAMBDA_RUNTIME_API` for this worker. */
  register(token: string, worker: RuntimeApiWorker): Promise<string>;
  unregister(token: string): void;
  /** Serves a socket that is already connected. */
  attach(line: Socket): void;
  close(): Promise<void>;
}

const ROUTE = /^\/([^/]+)\/2018-06-01\/runtime\/(invocation\/next|init\/error|invocation\/([^/]+)\/(response|error))$/;

/** If a client sends more than this while it waits for an event, the rest has to wait. */
const MAX_HELD = 64 * 1024;

export function createRuntimeApi(): RuntimeApi {
  const workers = new Map<string, RuntimeApiWorker>();
  const connections = new Set<Socket>();
  let listening: Promise<Server> | undefined;
  return {
    async register(token, worker) {
      workers.set(token, worker);
      listening ??= listen(workers, connections);
      const { port } = (await listening).address() as AddressInfo;
      return `127.0.0.1:${port}/${token}`;
    },
    unregister: (token) => void workers.delete(token),
    attach(line) {
      // The worker learns from the process when a client ends.
      line.on('error', () => {});
      converse(workers, line);
    },
    async close() {
      if (!listening) return;
      const server = await listening;
      for (const connection of connections) connection.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(workers: ReadonlyMap<string, RuntimeApiWorker>, connections: Set<Socket>): Promise<Server> {
  const server = createServer({ noDelay: true }, (socket) => {
    connections.add(socket);
    // The worker learns from the process when a client ends.
    socket.on('error', () => {});
    socket.on('close', () => connections.delete(socket));
    converse(workers, socket);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
    server.unref();
  });
}

/** Answers the requests of a connection, one after the other. */
function converse(workers: ReadonlyMap<string, RuntimeApiWorker>, socket: Socket): void {
  const reader = createRequestReader(MAX_RESPONSE);
  let out: (string | Buffer)[] = [];
  /** The worker whose event the client waits for. Requests behind that one have to wait. */
  let waiting: RuntimeApiWorker | undefined;
  let serving = false;
  let ending = false;

  const flush = () => {
    if (out.length > 0) socket.write(joined(out));
    out = [];
    if (ending) socket.end();
  };

  const deliver = ({ headers, payload }: Delivery) => {
    waiting = undefined;
    out.push(answerText(200, headers, payload));
    if (serving) return;
    if (socket.isPaused()) socket.resume();
    serve();
  };

  const serve = () => {
    serving = true;
    try {
      while (!waiting && !ending) {
        const request = reader.take();
        if (!request) break;
        ending = request.last;
        answerRequest(request);
      }
      if (reader.owesContinue()) out.push(CONTINUE);
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      ending = true;
      out.push(answerJson(error.status, failure('BadRequest', error.message)));
    }
    serving = false;
    // If the client has requested the next event after its response, both answers go out in one packet, which wakes it
    // up once.
    if (!waiting) flush();
  };

  const answerRequest = (request: ApiRequest) => {
    const route = ROUTE.exec(request.target);
    const worker = workers.get(route?.[1] ?? '');
    if (route?.[2] === 'invocation/next' && worker && request.method === 'GET') {
      waiting = worker;
      worker.next(deliver);
    } else {
      out.push(answerTo(request, route, worker));
    }
  };

  socket.on('close', () => waiting?.gone(deliver));
  socket.on('data', (chunk) => {
    if (ending && !waiting) return;
    reader.push(chunk);
    if (!waiting) serve();
    else if (reader.held > MAX_HELD) socket.pause();
  });
}

const joined = (parts: readonly (string | Buffer)[]): string | Buffer =>
  parts.every((part) => typeof part === 'string')
    ? parts.join('')
    : Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));

function answerTo(
  request: ApiRequest,
  route: RegExpExecArray | null,
  worker: RuntimeApiWorker | undefined,
): string | Buffer {
  if (!route || !worker) return answerJson(404, failure('NotFound', 'No such route.'));
  const method = route[2] === 'invocation/next' ? 'GET' : 'POST';
  if (request.method !== method) return answerJson(405, failure('MethodNotAllowed', `Use ${method}.`));
  if (request.headers.get('lambda-runtime-function-response-mode') === 'streaming') {
    return answerJson(501, failure('NotImplemented', 'Response streaming is not emulated.'));
  }
  return settle(request, route, worker);
}

function settle(
  { headers, body }: ApiRequest,
  [, , path, requestId = '', action]: RegExpExecArray,
  worker: RuntimeApiWorker,
): string | Buffer {
  const facts: ClientFacts = {
    logBytes: Number(headers.get('x-apikit-log-bytes') ?? 0),
    maxRss: Number(headers.get('x-apikit-max-rss') ?? 0),
  };
  if (body === undefined) {
    const message = `Exceeded maximum allowed payload size (${MAX_RESPONSE} bytes).`;
    return worker.respondTooLarge(requestId, facts)
      ? answerJson(413, failure('RequestEntityTooLarge', message))
      : OUT_OF_TURN;
  }
  const accepted =
    path === 'init/error'
      ? worker.failInit(body, facts)
      : action === 'response'
        ? worker.respond(requestId, body, facts)
        : worker.fail(requestId, body, facts);
  return accepted ? ACCEPTED : OUT_OF_TURN;
}

const failure = (errorType: string, errorMessage: string): string => JSON.stringify({ errorMessage, errorType });

const answerJson = (status: number, body: string): string | Buffer =>
  answerText(status, { 'Content-Type': 'application/json' }, body);

const ACCEPTED = answerJson(202, JSON.stringify({ status: 'OK' }));
const OUT_OF_TURN = answerJson(400, failure('InvalidRequestID', 'Invalid request ID'));
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
