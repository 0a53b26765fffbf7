/** Calls of AWS go through the proxy of the environment; no name is looked up and nothing else is sent. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from 'vitest';
import { createClients } from '../../src/aws/sdk/clients.ts';
import { explainError } from '../../src/aws/sdk/errors/explain-error.ts';
import { systemClock } from '../../src/clock.ts';
import { fetchThroughProxy } from '../../src/proxy/fetch-through-proxy.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Responds to CONNECT with a status; `asked` has the requested hosts, with the credentials. */
async function proxy(status: number): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer().on('connect', (request, socket) => {
    const [, credentials = ''] = (request.headers['proxy-authorization'] ?? '').split(' ');
    asked.push(`${request.url} ${Buffer.from(credentials, 'base64').toString()}`.trim());
    socket.end(`HTTP/1.1 ${status} No\r\ncontent-type: text/html\r\n\r\n<html>`);
  });
  return { port: await listen(server), asked };
}

async function callThrough(env: Record<string, string>) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const clients = createClients({ region: 'us-east-1', credentials, clock: systemClock, limits: 'none', env });
  const sts = await clients.sts();
  const error = await sts.send(new GetCallerIdentityCommand({})).catch((thrown: unknown) => thrown);
  clients.destroy();
  return explainError(error)!;
}

describe('HTTPS_PROXY', () => {
  it('is used for the connection, with its credentials, and named when it rejects', async () => {
    const { port, asked } = await proxy(407);
    const { code, message } = await callThrough({ HTTPS_PROXY: `http://ada:hunter2@127.0.0.1:${port}` });
    expect(asked[0]).toBe('sts.us-east-1.amazonaws.com:443 ada:hunter2');
    expect(code).toBe('ProxyFailed');
    expect(message).toBe(
      `apikit cannot reach STS in us-east-1 (GetCallerIdentity). The proxy http://127.0.0.1:${port} refuses the connection to sts.us-east-1.amazonaws.com with 407, and requires a user and a password.`,
    );
  });

  it('that does not respond is named', async () => {
    const port = await listen(createServer());
    servers.pop()!.close();
    const { code, message } = await callThrough({ https_proxy: `127.0.0.1:${port}` });
    expect({ code, message }).toEqual({
      code: 'ProxyFailed',
      message: expect.stringContaining(`The proxy http://127.0.0.1:${port} cannot be reached: connect ECONNREFUSED`),
    });
  });
});

it('requests to a deployed API use the proxy as well, and get their responses', async () => {
  const target = await listen(
    createServer((request, response) => {
      response.writeHead(200, { 'x-a': '1' }).end(`${request.method} ${request.url}`);
    }),
  );
  const port = await listen(
    createServer((request, response) => {
      const to = connect(target, '127.0.0.1', () => to.end(`GET ${request.url} HTTP/1.0\r\n\r\n`));
      to.resume().on('close', () => response.writeHead(200, { 'x-a': '1' }).end(`proxied ${request.url}`));
    }),
  );
  const answer = await fetchThroughProxy(
    'http://api.example/x?y=1',
    { signal: AbortSignal.timeout(5_000) },
    { HTTP_PROXY: `http://127.0.0.1:${port}` },
  );
  expect([answer.status, answer.headers.get('x-a'), await answer.text()]).toEqual([
    200,
    '1',
    'proxied http://api.example/x?y=1',
  ]);
});
