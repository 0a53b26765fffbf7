/** A server for one test, and the run of a contract against it. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../../src/clock.ts';
import { parseContract } from '../../../src/contract/load-contract.ts';
import type { Contract } from '../../../src/contract/model/contract.ts';
import { planCases } from '../../../src/contract/testing/plan-cases.ts';
import { type RunParts, runCases, type TestRun } from '../../../src/contract/testing/run-cases.ts';

export interface Reply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Received {
  /** `POST /orders` */
  line: string;
  path: string[];
  body: unknown;
  headers: IncomingMessage['headers'];
}

/** Starts a server that responds with `answer`, and records its requests. */
export async function startSmallApi(answer: (request: Received) => Reply | Promise<Reply>) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', async () => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const path = pathname.split('/').slice(1).map(decodeURIComponent);
      const one = { line: `${request.method} ${pathname}`, path, body: jsonOf(text), headers: request.headers };
      received.push(one);
      const { status, body, headers = {} } = await answer(one);
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      response.writeHead(status, { ...type, ...headers }).end(body === undefined ? undefined : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export function smallContract(paths: object, components?: object): Contract {
  const text = JSON.stringify({ openapi: '3.0.3', info: { title: 'Small', version: '1' }, paths, components });
  return parseContract(text, 'small.json');
}

/** Tests `paths` of a contract with the responses of `answer`, and returns all requests. */
export async function testAgainst(
  paths: object,
  answer: (request: Received) => Reply,
  parts: Partial<RunParts> & { components?: object; only?: string } = {},
): Promise<TestRun & { received: Received[] }> {
  const { url, received, close } = await startSmallApi(answer);
  const { components, only, ...rest } = parts;
  const { document, operations } = smallContract(paths, components);
  try {
    const plan = planCases(document, operations, 1, only);
    const run = await runCases(plan, { url, clock: systemClock, signal: new AbortController().signal, ...rest });
    return { ...run, received };
  } finally {
    close();
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
