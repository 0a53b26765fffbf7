import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteRestApiCommand,
  DeleteUsagePlanCommand,
  GetAccountCommand,
  type ServiceInputTypes,
} from '@aws-sdk/client-api-gateway';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetFunctionCommand } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { callerIdentity } from '../../../src/aws/sdk/caller-identity.ts';
import { asCleanUp } from '../../../src/aws/sdk/clean-up.ts';
import { createClients } from '../../../src/aws/sdk/clients.ts';
import { systemClock } from '../../../src/clock.ts';
import { createFakeClock } from '../fake-clock.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const servers: Server[] = [];
type Arguments = { input: ServiceInputTypes; request: unknown };

async function serve(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function clientsOf(endpoint: string) {
  return createClients({ region: 'eu-west-1', endpoint, credentials, clock: systemClock, limits: 'none', env: {} });
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const json = (response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

describe('clients', () => {
  it('allow any number of calls that end with the run, without a leak warning of Node.js', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => void warnings.push(warning);
    process.on('warning', listen);
    const endpoint = await serve((_request, response) => json(response, 200, {}));
    const { signal } = new AbortController();
    const clients = createClients({ region: 'eu-west-1', endpoint, credentials, clock: systemClock, signal, env: {} });
    const gateway = await clients.apiGateway();
    await Promise.all(Array.from({ length: 20 }, () => gateway.send(new GetAccountCommand({}))));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', listen);
    expect(warnings).toEqual([]);
    clients.destroy();
  });

  it('report an error as it is if the local clock is wrong, and a rejected signature as a clock error', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const answers = ['NotFoundException', 'InvalidSignatureException'];
    const endpoint = await serve((_request, response) => {
      const code = answers.shift();
      json(response, code ? 403 : 200, {}, { date, ...(code && { 'x-amzn-errortype': code }) });
    });
    const clients = clientsOf(endpoint);
    const gateway = await clients.apiGateway();
    await expect(gateway.send(new GetAccountCommand({}))).rejects.toMatchObject({ name: 'NotFoundException' });
    expect(clients.counts).toMatchObject({ total: 1, retried: 0 });
    expect(clients.serverTime.at(Date.now())?.earliest).toBeGreaterThan(Date.now() + 3_500_000);
    await gateway.send(new GetAccountCommand({}));
    expect(clients.counts).toMatchObject({ total: 3, retried: 1 });
    clients.destroy();
  });

  it('count every attempt, and writes, throttles and retries separately', async () => {
    let calls = 0;
    const endpoint = await serve((_request, response) => {
      calls += 1;
      if (calls === 1)
        json(response, 429, { message: 'Too Many Requests' }, { 'x-amzn-errortype': 'TooManyRequestsException' });
      else json(response, 202, {});
    });
    const clients = clientsOf(endpoint);
    const gateway = await clients.apiGateway();
    await gateway.send(new DeleteRestApiCommand({ restApiId: 'a' }));
    await gateway.send(new GetAccountCommand({}));
    expect(clients.counts).toEqual({ total: 3, writes: 2, throttled: 1, retried: 1 });
    clients.destroy();
  });

  it('send their name as user agent', async () => {
    let agent = '';
    const endpoint = await serve((request, response) => {
      agent = request.headers['user-agent'] ?? '';
      json(response, 200, {});
    });
    const clients = clientsOf(endpoint);
    await (await clients.apiGateway()).send(new GetAccountCommand({}));
    expect(agent).toMatch(/ apikit\/\d+\.\d+\.\d+/);
    clients.destroy();
  });

  it('give up on an address that does not respond after three attempts', async () => {
    const endpoint = await serve(() => undefined);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const clients = clientsOf(endpoint);
    const call = (await clients.iam()).send(new GetRoleCommand({ RoleName: 'r' }));
    await expect(call).rejects.toMatchObject({ name: 'UnreachableError' });
    expect(clients.counts.total).toBe(3);
    clients.destroy();
  });

  it('share the published rate, and wait as long as Retry-After says', async () => {
    const clock = createFakeClock(Date.UTC(2026, 10, 21));
    const started = clock.now();
    const arrived: number[] = [];
    const endpoint = await serve((request, response) => {
      arrived.push(clock.now() - started);
      const throttle = request.method === 'DELETE' && arrived.length === 41;
      const headers = { 'x-amzn-errortype': 'TooManyRequestsException', 'retry-after': '1' };
      if (throttle) json(response, 429, { message: 'Too Many Requests' }, headers);
      else json(response, request.method === 'DELETE' ? 202 : 200, {});
    });
    const options = { region: 'eu-west-1', endpoint, credentials, clock, limits: 'published' as const, env: {} };
    const [one, other] = [createClients(options), createClients(options)];
    for (const clients of [one, other]) clients.belongTo('111111111111');
    const gateways = [await one.apiGateway(), await other.apiGateway()];
    const calls = Array.from({ length: 40 }, (_, i) => gateways[i % 2]!.send(new GetAccountCommand({})));
    await Promise.all(calls);
    expect(arrived).toEqual(Array(40).fill(0));
    const deletion = gateways[0]!.send(new DeleteUsagePlanCommand({ usagePlanId: 'a' }));
    const done = deletion.then(() => true);
    while (!(await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 20))]))) await clock.advance();
    expect(arrived.slice(40)).toEqual([100, 1_100]);
    one.destroy();
    other.destroy();
  });

  it('share the rates of one account, and never those of another', async () => {
    const clock = createFakeClock(Date.UTC(2026, 10, 21));
    const started = clock.now();
    const arrived: Record<string, number[]> = { FIRST: [], SECOND: [], THIRD: [] };
    const endpoint = await serve((request, response) => {
      const user = /Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1] ?? '';
      if (request.method === 'GET') {
        arrived[user]?.push(clock.now() - started);
        json(response, 200, {});
        return;
      }
      const account = user === 'THIRD' ? '222222222222' : '111111111111';
      const result = `<GetCallerIdentityResult><Account>${account}</Account><Arn>arn:aws:iam::${account}:user/${user}</Arn></GetCallerIdentityResult>`;
      response.writeHead(200, { 'content-type': 'text/xml' });
      response.end(`<GetCallerIdentityResponse>${result}</GetCallerIdentityResponse>`);
    });
    const opened = ['FIRST', 'SECOND', 'THIRD'].map((accessKeyId) => {
      const credentials = { accessKeyId, secretAccessKey: 'secret' };
      return createClients({ region: 'eu-west-1', endpoint, credentials, clock, limits: 'published', env: {} });
    });
    for (const clients of opened) await callerIdentity(clients);
    const gateways = await Promise.all(opened.map((clients) => clients.apiGateway()));
    const ask = (who: number, times: number) =>
      Promise.all(Array.from({ length: times }, () => gateways[who]!.send(new GetAccountCommand({}))));
    await Promise.all([ask(0, 40), ask(2, 40)]);
    expect(new Set([...arrived.FIRST!, ...arrived.THIRD!])).toEqual(new Set([0]));
    const done = ask(1, 1).then(() => true);
    while (!(await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 20))]))) await clock.advance();
    expect(arrived.SECOND).toEqual([100]);
    for (const clients of opened) clients.destroy();
  });

  it('start only cleanup calls after an interruption, for a limited time', async () => {
    let calls = 0;
    const endpoint = await serve((_request, response) => {
      calls += 1;
      if (calls < 3) json(response, 200, {});
    });
    const interruption = new AbortController();
    const options = { region: 'eu-west-1', endpoint, credentials, clock: systemClock, env: {} };
    const clients = createClients({ ...options, signal: interruption.signal });
    const gateway = await clients.apiGateway();
    await gateway.send(new GetAccountCommand({}));
    interruption.abort(new Error('Ctrl-C'));
    await expect(gateway.send(new GetAccountCommand({}))).rejects.toThrow('Ctrl-C');
    await expect(gateway.send(new DeleteRestApiCommand({ restApiId: 'a' }))).rejects.toThrow('Ctrl-C');
    expect(calls).toBe(1);
    await gateway.send(asCleanUp(new DeleteRestApiCommand({ restApiId: 'a' })));
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(new Error('too long')));
    const last = asCleanUp(new DeleteRestApiCommand({ restApiId: 'b' }));
    timeout.mockRestore();
    await expect(gateway.send(last)).rejects.toThrow('too long');
    clients.destroy();
  });

  it('do not wait for the response of a read that starts at the interruption', async () => {
    const endpoint = await serve(() => undefined);
    const interruption = new AbortController();
    const options = {
      region: 'eu-west-1',
      endpoint,
      credentials,
      clock: systemClock,
      limits: 'none' as const,
      env: {},
    };
    const clients = createClients({ ...options, signal: interruption.signal });
    const gateway = await clients.apiGateway();
    // The last thing that happens before the call goes out.
    gateway.middlewareStack.addRelativeTo(
      <Answer>(next: (args: Arguments) => Promise<Answer>) =>
        (args: Arguments) => {
          queueMicrotask(() => interruption.abort(new Error('Ctrl-C')));
          return next(args);
        },
      { relation: 'before', toMiddleware: 'apikitAttempt', name: 'ctrlC' },
    );
    await expect(gateway.send(new GetAccountCommand({}))).rejects.toThrow('Ctrl-C');
    clients.destroy();
  });

  it.each(['localhost:4566', 'nonsense', 'ftp://example.com'])('reject the endpoint %s by name', (endpoint) => {
    expect(() => clientsOf(endpoint)).toThrow(`"${endpoint}" is not an address`);
  });

  it('ignore an empty AWS_ENDPOINT_URL', () => {
    const env = { AWS_ENDPOINT_URL: '' };
    expect(() => createClients({ region: 'eu-west-1', clock: systemClock, limits: 'published', env })).not.toThrow();
  });

  it('find credentials once for all services, in the requested profile', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'apikit-credentials-'));
    const asked = join(folder, 'asked');
    const script = join(folder, 'process.mjs');
    const keys = JSON.stringify({ Version: 1, AccessKeyId: 'AKIAPROFILE', SecretAccessKey: 'secret' });
    writeFileSync(
      script,
      `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(asked)}, 'x'); console.log(${JSON.stringify(keys)});`,
    );
    writeFileSync(join(folder, 'config'), `[profile work]\ncredential_process = "${process.execPath}" "${script}"\n`);
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAENVIRONMENT');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    const warned = vi.spyOn(console, 'warn');
    const signedBy = new Set<string | undefined>();
    const endpoint = await serve((request, response) => {
      signedBy.add(/Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1]);
      json(response, 200, {});
    });
    const clients = createClients({
      region: 'eu-west-1',
      endpoint,
      profile: 'work',
      clock: systemClock,
      limits: 'none',
      env: {},
    });
    await (await clients.apiGateway()).send(new GetAccountCommand({}));
    await (await clients.lambda()).send(new GetFunctionCommand({ FunctionName: 'f' }));
    await (await clients.dynamodb()).send(new DescribeTableCommand({ TableName: 'table' }));
    expect([...signedBy]).toEqual(['AKIAPROFILE']);
    expect(readFileSync(asked, 'utf8')).toBe('x');
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
    clients.destroy();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it('are created once and only on request', async () => {
    const clients = clientsOf('http://127.0.0.1:1');
    expect(await clients.sts()).toBe(await clients.sts());
    clients.destroy();
  });
});
