/**
 * An HTTP proxy in front of an embedded cloud. It knows every call by the name of its operation, can delay calls and
 * can answer them itself. Tests use it to see the output when AWS is slow, refuses calls, or is not AWS.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** `request`: path, query and body of the call. */
export type Change = (answer: Answer, request: string) => Answer;

export interface CountingProxy {
  readonly endpoint: string;
  /** `GetCallerIdentity`, `DynamoDB_20120810.CreateTable`, `POST /2015-03-31/functions`: in order of arrival. */
  readonly calls: string[];
  /** The access key ids with which the calls were signed. */
  readonly accessKeys: Set<string>;
  /** Delays calls of this name. Resolves when the first one has arrived. */
  hold(name: RegExp): Promise<void>;
  /** Continues the delayed calls, and delays no more. */
  release(): void;
  /** Answers calls of this name without passing them on. */
  answer(name: RegExp, answer: Answer): void;
  /** Passes calls of this name on and changes the response. */
  change(name: RegExp, change: Change): void;
  /** Resolves when no call is under way: a client that has failed may have left some. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Without a target, every call is answered with 500, for tests that expect no calls. `before` delays each call. */
export async function startCountingProxy(
  target?: string,
  before: (call: string) => Promise<void> = async () => {},
): Promise<CountingProxy> {
  const calls: string[] = [];
  const accessKeys = new Set<string>();
  const answers: { name: RegExp; answer: Answer }[] = [];
  const changes: { name: RegExp; change: Change }[] = [];
  const underWay = new Set<Promise<void>>();
  let holding: { name: RegExp; arrived(): void; released: Promise<void>; release(): void } | undefined;

  const server = createServer((request, response) => {
    const done = take(request, response).finally(() => underWay.delete(done));
    underWay.add(done);
  });

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = '', url = '', headers } = request;
      const body = Buffer.concat(chunks);
      const name = nameOf(method, url, headers, body.toString('latin1'));
      calls.push(name);
      await before(name);
      const key = /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1];
      if (key) accessKeys.add(key);
      if (holding?.name.test(name)) {
        holding.arrived();
        await holding.released;
      }
      const own = answers.find((one) => one.name.test(name))?.answer;
      if (own) send(response, own);
      else if (target === undefined) send(response, { status: 500, type: 'text/plain', body: 'no call was expected' });
      else {
        const own = changes.filter((one) => one.name.test(name)).map(({ change }) => change);
        await pass(target + url, { method, headers, body }, response, own);
      }
    } catch {
      // The client is gone, as after an interruption.
      response.destroy();
    }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const release = () => {
    holding?.release();
    holding = undefined;
  };
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    accessKeys,
    hold(name) {
      const { promise: released, resolve } = deferred();
      const { promise: arrival, resolve: arrived } = deferred();
      holding = { name, arrived, released, release: resolve };
      return arrival;
    },
    release,
    idle: async () => void (await Promise.all(underWay)),
    answer: (name, answer) => void answers.unshift({ name, answer }),
    change: (name, change) => void changes.push({ name, change }),
    async close() {
      release();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

function nameOf(method: string, url: string, headers: IncomingHttpHeaders, body: string): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target;
  const action = headers['content-type']?.includes('x-www-form-urlencoded') && new URLSearchParams(body).get('Action');
  return action || `${method} ${url.split('?')[0]}`;
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

async function pass(
  url: string,
  { method, headers, body }: { method: string; headers: IncomingHttpHeaders; body: Buffer },
  response: ServerResponse,
  changes: readonly Change[],
): Promise<void> {
  const { host: _host, connection: _connection, 'content-length': _length, ...kept } = headers;
  const answer = await fetch(url, {
    method,
    headers: kept as Record<string, string>,
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const own = Object.fromEntries(answer.headers);
  for (const name of ['content-length', 'transfer-encoding', 'connection']) delete own[name];
  if (changes.length === 0) {
    response.writeHead(answer.status, own).end(bytes);
    return;
  }
  const request = url + body.toString();
  const before = { status: answer.status, type: own['content-type'] ?? '', body: bytes.toString() };
  const { status, body: text } = changes.reduce<Answer>((changed, change) => change(changed, request), before);
  response.writeHead(status, own).end(status === 204 ? undefined : text);
}
