/** An HTTP proxy in front of the embedded cloud that makes chosen calls fail as AWS and networks do. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Fault {
  method: string;
  /** Matched against path and query. */
  path: RegExp;
  /** The operation in `X-Amz-Target`, for services whose calls all have the same path. */
  operation?: string;
  /** The number of calls that it strikes. Default 1. */
  times?: number;
  /** The response, without forwarding. */
  refuse?: { status: number; type: string; message: string };
  /** A response with 200, without forwarding. */
  answer?: object;
  /** Forwarded, but the connection breaks before the response arrives. */
  loseAnswer?: true;
  /** Forwarded, with a change of the response's JSON. */
  change?(answer: Record<string, unknown>): Record<string, unknown>;
}

export interface FaultyProxy {
  endpoint: string;
  /** Faults strike in the order in which they were added; faults that are used up are ignored. */
  add(fault: Fault): void;
  /** `POST /2015-03-31/functions`, in order, including the calls that were struck. */
  readonly calls: string[];
  close(): Promise<void>;
}

export async function startFaultyProxy(target: () => string): Promise<FaultyProxy> {
  const faults: (Fault & { left: number })[] = [];
  const calls: string[] = [];
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const body = await collect(request);
    calls.push(`${method} ${url.split('?')[0]}`);
    const operation = String(request.headers['x-amz-target']).split('.')[1];
    const strikes = (one: Fault) => one.operation === undefined || one.operation === operation;
    const fault = faults.find((one) => one.left > 0 && one.method === method && one.path.test(url) && strikes(one));
    if (fault) fault.left -= 1;
    if (fault?.refuse) {
      const { status, type, message } = fault.refuse;
      response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
      response.end(JSON.stringify({ message, Message: message }));
      return;
    }
    if (fault?.answer) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(fault.answer));
      return;
    }
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const answer = await fetch(target() + url, {
      method,
      headers: headers as Record<string, string>,
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    });
    let text = await answer.text();
    if (fault?.loseAnswer) {
      response.destroy();
      return;
    }
    if (fault?.change) text = JSON.stringify(fault.change(JSON.parse(text) as Record<string, unknown>));
    const {
      'content-length': _old,
      'transfer-encoding': _chunked,
      connection: _kept,
      ...kept
    } = Object.fromEntries(answer.headers);
    response.writeHead(answer.status, kept).end(text);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    add: (fault) => void faults.push({ ...fault, left: fault.times ?? 1 }),
    calls,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function collect(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
