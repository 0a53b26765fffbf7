/**
 * The only HTTP server of the embedded cloud, on loopback. It routes a request to its own control endpoints, the data
 * plane or the control planes, and knows nothing else about them.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { HttpRequest } from '../cloud/operation.ts';
import { UNREACHABLE } from '../cloud/unreachable.ts';
import type { FunctionUrls } from '../gateway/function-url/function-urls.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { WireResponse } from '../protocols/wire.ts';
import { refusalOf } from './cross-site-requests.ts';
import { dataPlaneTarget, domainInPath, rawHeader } from './data-plane-target.ts';
import type { Dispatch } from './dispatch.ts';
import { isOfAnotherUser, postponeLookUp, recordPeers } from './peer-user.ts';

/** The functions behind `/_apikit/*`. */
export interface Control {
  health(): object;
  /** Returns the certificate of the cloud's own authority, which signs those of custom domains, as PEM. */
  authority(): string;
  /** Returns the zip of a function by its hash, as in `Code.Location` of GetFunction. */
  code(sha256: string): Buffer | undefined;
  /** Calls `listener` with every event from now on; returns the function that ends this. */
  live(listener: (entry: object) => void): () => void;
  /** The same, with the whole chain of each request. */
  chains(listener: (entry: object) => void): () => void;
  /** A documentation page to be served here, so that it has the API's own origin and can call it. */
  readonly docs: { page?: WireResponse };
  /** Starts a process for the latest version of a function; `false` if there is none. */
  warm(region: string, functionName: string): boolean;
  /** Public endpoints of services beside their API; `undefined` for all other requests. */
  publicEndpoint?(http: HttpRequest): Promise<WireResponse> | undefined;
  reset(): Promise<void>;
  stop(): void;
  /** Serves `/_apikit/adversity`; absent if faults are not enabled. */
  adversity?(method: string, body: string): WireResponse;
}

/**
 * Above Lambda's limit for requests with code, the largest of all (docs/aws/quotas.md: 70,167,211 bytes), so that
 * Lambda itself rejects a slightly larger request in its own words.
 */
const MAX_BODY_BYTES = 75_000_000;

/**
 * Above the limit of the data plane, so that the data plane rejects the request; Node.js would answer without a text.
 */
const MAX_HEAD_BYTES = 65_536;

export interface ServerParts {
  readonly dispatch: Dispatch;
  /**
   * Answers the requests to S3, whose bodies can be too large for the memory. Returns `undefined` for all others.
   * `fromPage`: a page in a browser may have sent the request.
   */
  storage?(request: IncomingMessage, fromPage: boolean): Promise<WireResponse | undefined> | undefined;
  readonly gateway: Pick<Gateway, 'handle' | 'findDomainTarget'>;
  readonly functionUrls: FunctionUrls;
  readonly control: Control;
  /** Whether other users of this machine may use the control planes, too. */
  readonly anyUser?: boolean;
  /** Epoch milliseconds on the cloud's clock. */
  now(): number;
}

export function createCloudServer(parts: ServerParts): Server {
  const server = createServer({ maxHeaderSize: MAX_HEAD_BYTES }, (request, response) => {
    const url = request.url ?? '/';
    const host = rawHeader(request.rawHeaders, 'host') ?? '';
    const named = domainInPath(url) ?? { host, url };
    const target = dataPlaneTarget(request.rawHeaders, url) ?? parts.gateway.findDomainTarget(named.host, named.url);
    const ofFunction = functionUrlTarget(host, url);
    if (target ?? ofFunction) postponeLookUp(request.socket);
    const served = target
      ? parts.gateway.handle(request, response, target)
      : ofFunction
        ? parts.functionUrls.handle(request, response, ofFunction)
        : serve(parts, request, response, url);
    served.catch((error: unknown) => {
      if (response.headersSent) return response.destroy();
      write(response, {
        status: 500,
        headers: { 'content-type': 'text/plain' },
        body: `The embedded cloud failed: ${String(error)}\n`,
      });
    });
  });
  server.keepAliveTimeout = 65_000;
  if (!parts.anyUser) recordPeers(server);
  return server;
}

async function serve(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: string,
): Promise<void> {
  const refusal = refusalOf(request.headers);
  if (!parts.anyUser && isOfAnotherUser(request.socket)) return write(response, refused(OF_ANOTHER_USER));
  const stored = parts.storage?.(request, refusal !== undefined);
  if (stored) return finish(parts, request, response, await stored);
  if (refusal !== undefined) return write(response, refused(refusal));
  // The connection stays open until the client gives up.
  if (url.startsWith(UNREACHABLE)) return;
  const { live, chains } = parts.control;
  if (url === '/_apikit/live' && request.method === 'GET' && isOurs(request)) return streamLive(live, response);
  if (url === '/_apikit/live?chains' && request.method === 'GET' && isOurs(request)) {
    // It has the credentials of requests, so `anyUser` does not open it.
    if (isOfAnotherUser(request.socket)) return write(response, refused(CHAINS_OF_ANOTHER_USER));
    return streamLive(chains, response);
  }
  if (url.startsWith('/_apikit/')) return write(response, await answerControl(parts.control, request, url));
  const http = await readRequest(request, url);
  if (http) {
    return finish(parts, request, response, await (parts.control.publicEndpoint?.(http) ?? parts.dispatch(http)));
  }
  const body = JSON.stringify({ message: `Request must be smaller than ${MAX_BODY_BYTES} bytes.` });
  write(response, {
    status: 413,
    headers: {
      'content-type': 'application/json',
      'x-amzn-errortype': 'RequestEntityTooLargeException',
      connection: 'close',
    },
    body,
  });
}

/** Without an answer, the connection ends. */
function finish(
  { now }: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
  answer: WireResponse | undefined,
): void {
  // Clients read the time from this header: the SDK for its signatures, apikit for the leases of its locks.
  const date = new Date(now()).toUTCString();
  if (answer) write(response, { ...answer, headers: { date, ...answer.headers } });
  else request.socket.destroy();
}

const OF_ANOTHER_USER =
  'The embedded cloud accepts requests only from the user who started it: using it means running code as that user. To let all users of this machine use it, start it with: apikit local start --any-user';

const CHAINS_OF_ANOTHER_USER = 'The embedded cloud shows whole requests only to the user who started it.';

function refused(message: string): WireResponse {
  return {
    status: 403,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' },
    body: JSON.stringify({ message }),
  };
}

/** The two forms of a function URL: by host, and by path for clients that resolve no names below localhost. */
function functionUrlTarget(host: string, url: string): Parameters<FunctionUrls['handle']>[2] | undefined {
  const byHost = /^([a-z0-9]+)\.lambda-url\./i.exec(host);
  if (byHost) return { urlId: byHost[1]!, rawPath: url };
  const byPath = /^\/_aws\/lambda-url\/([a-z0-9]+)([/?].*)?$/s.exec(url);
  return byPath ? { urlId: byPath[1]!, rawPath: byPath[2] ?? '/' } : undefined;
}

/** A change needs this header, because a web page cannot send it to another origin without a preflight request. */
const isOurs = (request: IncomingMessage) => request.headers['x-apikit-control'] !== undefined;

/** A listener that reads too slowly is disconnected at this many bytes; it can connect again. */
const MAX_UNREAD = 16 * 1024 * 1024;

/** Sends NDJSON until the listener disconnects. */
function streamLive(feed: Control['live'], response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.flushHeaders();
  const leave = feed((entry) => {
    try {
      response.write(`${JSON.stringify(entry)}\n`);
    } catch {
      // The entry cannot be written as JSON. The request that it is about must not fail for that.
      response.destroy();
    }
    if (response.writableLength > MAX_UNREAD) response.destroy();
  });
  response.once('close', leave);
}

async function answerControl(control: Control, request: IncomingMessage, url: string): Promise<WireResponse> {
  const json = (status: number, value: object): WireResponse => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  });
  if (request.method === 'GET' && url === '/_apikit/health') return json(200, control.health());
  if (request.method === 'GET' && url === '/_apikit/ca.pem') {
    return { status: 200, headers: { 'content-type': 'application/x-pem-file' }, body: control.authority() };
  }
  const code = request.method === 'GET' && /^\/_apikit\/code\/([0-9a-f]{64})$/.exec(url);
  const zip = code ? control.code(code[1]!) : undefined;
  if (zip) return { status: 200, headers: { 'content-type': 'application/zip' }, body: zip };
  const none = json(404, { message: 'No such control endpoint.' });
  if (request.method === 'GET' && url === '/_apikit/docs') return control.docs.page ?? none;
  if (!isOurs(request)) return none;
  if (url === '/_apikit/adversity' && control.adversity) {
    const http = await readRequest(request, url);
    return control.adversity(request.method ?? 'GET', http?.body.toString('utf8') ?? '');
  }
  if (request.method === 'PUT' && url === '/_apikit/docs') {
    const http = await readRequest(request, url);
    control.docs.page = {
      status: 200,
      // The page holds the API key of a `dev` session.
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
      body: http?.body ?? '',
    };
    return json(200, {});
  }
  if (request.method !== 'POST') return none;
  const [, region, functionName] = /^\/_apikit\/warm\/([\w-]+)\/([\w-]+)$/.exec(url) ?? [];
  if (region && functionName) return control.warm(region, functionName) ? json(200, {}) : none;
  if (url === '/_apikit/reset') {
    await control.reset();
    return json(200, {});
  }
  if (url === '/_apikit/stop') {
    control.stop();
    return json(200, {});
  }
  return none;
}

async function readRequest(request: IncomingMessage, url: string): Promise<HttpRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  const query = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');
  return { method: request.method ?? 'GET', url, headers: request.headers, query, body: Buffer.concat(chunks) };
}

/** The headers of a response to HEAD can have the length of a body that is not sent. */
function write(response: ServerResponse, { status, headers, body, stream }: WireResponse): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
  if (stream === undefined) response.end(body);
  // A client that leaves in the middle ends the reading.
  else pipeline(stream, response, () => {});
}
