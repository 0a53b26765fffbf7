/** The Runtime API as any client may use it: over node:http, and byte by byte. */
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_RESPONSE } from '../../../src/local/runtime/failures.ts';
import { createRuntimeApi, type Delivery, type RuntimeApi } from '../../../src/local/runtime/runtime-api.ts';

/** The messages that reached the worker, in order; it answers `true`, unless the id is not the one of its call. */
interface Seen {
  readonly what: string;
  readonly requestId?: string;
  readonly body?: string;
  readonly logBytes?: number;
}

let api: RuntimeApi;
let seen: Seen[];
let waiting: ((delivery: Delivery) => void) | undefined;
let event: Delivery | undefined;
let base: URL;

const EVENT: Delivery = { headers: { 'Lambda-Runtime-Aws-Request-Id': 'call-1' }, payload: Buffer.from('{"grüß":1}') };

beforeEach(async () => {
  api = createRuntimeApi();
  seen = [];
  waiting = undefined;
  event = undefined;
  const mine = (requestId: string) => requestId === 'call-1';
  const address = await api.register('token', {
    next(deliver) {
      seen.push({ what: 'next' });
      if (event) deliver(event);
      else waiting = deliver;
    },
    gone() {
      seen.push({ what: 'gone' });
      waiting = undefined;
    },
    respond(requestId, body, { logBytes }) {
      seen.push({ what: 'response', requestId, body: body.toString(), logBytes });
      return mine(requestId);
    },
    respondTooLarge(requestId) {
      seen.push({ what: 'too large', requestId });
      return mine(requestId);
    },
    fail(requestId, body) {
      seen.push({ what: 'error', requestId, body: body.toString() });
      return mine(requestId);
    },
    failInit(body) {
      seen.push({ what: 'init error', body: body.toString() });
      return true;
    },
  });
  base = new URL(`http://${address}`);
});

afterEach(() => api.close());

const path = (rest: string) => `${base.pathname}/2018-06-01/runtime/${rest}`;
const RESPONSE = 'invocation/call-1/response';

describe('over node:http', () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  afterEach(() => agent.destroy());

  async function call(
    method: string,
    target: string,
    body?: string | Buffer,
    headers: Record<string, string | number> = {},
  ) {
    const outgoing = request({ agent, host: base.hostname, port: base.port, method, path: path(target), headers });
    const answered = new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
      outgoing.on('response', resolve);
      outgoing.on('error', reject);
    });
    if (headers.expect === undefined) outgoing.end(body);
    else outgoing.on('continue', () => outgoing.end(body));
    const response = await answered;
    return { status: response.statusCode, headers: response.headers, text: await text(response) };
  }

  it('delivers events and accepts responses, over one kept connection', async () => {
    event = EVENT;
    const given = await call('GET', 'invocation/next');
    expect(given).toMatchObject({ status: 200, text: '{"grüß":1}' });
    expect(given.headers).toMatchObject({ 'lambda-runtime-aws-request-id': 'call-1', 'content-length': '12' });
    expect(await call('POST', RESPONSE, '"ä"', { 'x-apikit-log-bytes': 7 })).toMatchObject({
      status: 202,
      text: '{"status":"OK"}',
    });
    expect(await call('POST', 'invocation/call-1/error', '{}')).toMatchObject({ status: 202 });
    expect(await call('POST', 'init/error', '{}')).toMatchObject({ status: 202 });
    expect(seen).toEqual([
      { what: 'next' },
      { what: 'response', requestId: 'call-1', body: '"ä"', logBytes: 7 },
      { what: 'error', requestId: 'call-1', body: '{}' },
      { what: 'init error', body: '{}' },
    ]);
  });

  it('accepts chunked bodies, and bodies with Expect', async () => {
    expect(await call('POST', RESPONSE, 'chunked', { 'transfer-encoding': 'chunked' })).toMatchObject({ status: 202 });
    const expecting = { expect: '100-continue', 'content-length': 9 };
    expect(await call('POST', RESPONSE, 'continued', expecting)).toMatchObject({ status: 202 });
    expect(seen.map(({ body }) => body)).toEqual(['chunked', 'continued']);
  });

  it('lets a client wait until there is an event', async () => {
    const answer = call('GET', 'invocation/next');
    await expect.poll(() => waiting).toBeDefined();
    waiting!(EVENT);
    expect(await answer).toMatchObject({ status: 200 });
  });

  it('forgets a client that disconnects while it waits', async () => {
    const outgoing = request({ host: base.hostname, port: base.port, path: path('invocation/next') });
    outgoing.on('error', () => {});
    outgoing.end();
    await expect.poll(() => seen.length).toBe(1);
    outgoing.destroy();
    await expect.poll(() => seen).toEqual([{ what: 'next' }, { what: 'gone' }]);
  });

  it('reads and rejects a body that is too large', async () => {
    const tooLarge = Buffer.alloc(MAX_RESPONSE + 1, 'x');
    expect(await call('POST', RESPONSE, tooLarge)).toMatchObject({ status: 413 });
    expect(await call('POST', RESPONSE, tooLarge.subarray(1))).toMatchObject({ status: 202 });
    expect(seen.map(({ what }) => what)).toEqual(['too large', 'response']);
  });

  it.each([
    ['POST', 'invocation/next', 405, 'Use GET'],
    ['GET', RESPONSE, 405, 'Use POST'],
    ['GET', 'elsewhere', 404, 'No such route'],
    ['POST', 'invocation/another/response', 400, 'Invalid request ID'],
  ])('%s %s is %d', async (method, target, status, message) => {
    const answer = await call(method, target);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text).errorMessage).toContain(message);
  });

  it('rejects response streaming by name', async () => {
    const answer = await call('POST', RESPONSE, 'x', { 'lambda-runtime-function-response-mode': 'streaming' });
    expect(answer).toMatchObject({ status: 501 });
    expect(answer.text).toContain('streaming');
  });
});

describe('byte by byte', () => {
  /** Sends the pieces one after the other, then reads until the connection has been quiet or is closed. */
  async function converse(pieces: readonly (string | Buffer)[], until: (received: string) => boolean): Promise<string> {
    const socket = connect({ host: base.hostname, port: Number(base.port), noDelay: true });
    let received = '';
    const over = new Promise<void>((resolve) => {
      socket.setEncoding('latin1').on('data', (some: string) => {
        received += some;
        if (until(received)) resolve();
      });
      socket.on('close', () => resolve());
    });
    for (const piece of pieces) await new Promise((resolve) => socket.write(piece, resolve));
    await over;
    socket.destroy();
    return received;
  }

  const answers = (received: string) => received.match(/HTTP\/1\.1 \d+/g)?.map((line) => Number(line.slice(9))) ?? [];
  const chunked = `POST $${RESPONSE} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n02\r\nde\r\n0\r\nTrailer: x\r\n\r\n`;
  const plain = `POST $invocation/call-1/error HTTP/1.1\r\nhost:x\r\nX-Apikit-Log-Bytes: 3\r\nContent-Length: 4\r\n\r\n{\r\n}`;
  const next = 'GET $invocation/next HTTP/1.1\r\nHost: x\r\n\r\n';
  const onWire = (request_: string) => Buffer.from(request_.replaceAll('$', path('')), 'latin1');

  it('reads pipelined requests in the same way wherever they are split', async () => {
    event = EVENT;
    const all = onWire(`${chunked}${plain}\r\n${next}`);
    for (let cut = 0; cut <= all.length; cut += 1) {
      seen = [];
      const received = await converse([all.subarray(0, cut), all.subarray(cut)], (so) => answers(so).length === 3);
      expect([cut, answers(received)]).toEqual([cut, [202, 202, 200]]);
      expect(seen).toEqual([
        { what: 'response', requestId: 'call-1', body: 'abcde', logBytes: 0 },
        { what: 'error', requestId: 'call-1', body: '{\r\n}' },
        { what: 'next' },
      ]);
    }
  });

  it('reads one byte at a time', async () => {
    event = EVENT;
    const bytes = [...onWire(`${chunked}${next}`)].map((byte) => Buffer.of(byte));
    expect(answers(await converse(bytes, (so) => answers(so).length === 2))).toEqual([202, 200]);
  });

  it('responds in order to requests that follow the poll for an event', async () => {
    const conversation = converse([onWire(`${next}${plain}`)], (so) => answers(so).length === 2);
    await expect.poll(() => waiting).toBeDefined();
    expect(seen).toEqual([{ what: 'next' }]);
    waiting!(EVENT);
    expect(answers(await conversation)).toEqual([200, 202]);
  });

  it('closes on request of the client, and after HTTP/1.0', async () => {
    for (const request_ of ['GET $nowhere HTTP/1.1\r\nConnection: close\r\n\r\n', 'GET $nowhere HTTP/1.0\r\n\r\n']) {
      expect(answers(await converse([onWire(request_)], () => false))).toEqual([404]);
    }
  });

  it.each([
    ['GET $x HTTP/2.0\r\n\r\n', 400],
    ['GET $x\r\n\r\n', 400],
    ['G ET $x HTTP/1.1\r\n\r\n', 400],
    ['GET $x HTTP/1.1\r\nno colon\r\n\r\n', 400],
    ['GET $x HTTP/1.1\r\nName : x\r\n\r\n', 400],
    ['GET $x HTTP/1.1\r\nA: 1\r\n folded\r\n\r\n', 400],
    ['GET $x HTTP/1.1\r\nA: nul\0\r\n\r\n', 400],
    ['POST $x HTTP/1.1\r\nContent-Length: -1\r\n\r\n', 400],
    ['POST $x HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    ['POST $x HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
    ['POST $x HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n', 501],
    ['POST $x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400],
    ['POST $x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n', 400],
    ['POST $x HTTP/1.1\r\nExpect: miracles\r\n\r\n', 417],
    [`GET $x HTTP/1.1\r\nA: ${'a'.repeat(70_000)}`, 431],
  ])('rejects %j, and ends the connection', async (request_, status) => {
    expect(answers(await converse([onWire(request_)], () => false))).toEqual([status]);
    expect(seen).toEqual([]);
  });
});
