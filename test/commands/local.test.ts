/** The life of the embedded cloud through the built program: start, status, stop and reset. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, describe, expect, it } from 'vitest';
import { apikit, tempDir } from '../helpers/cli.ts';
import {
  isAlive,
  type LocalCloud,
  startInForeground,
  startLocalCloud,
  stopLocalCloud,
} from '../helpers/local-cloud.ts';
import { terminal } from '../helpers/terminal.ts';
import { trusting } from '../local/lambda/lambda-cloud.ts';
import { makeZip } from '../local/lambda/zip.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** Starts a background cloud that is stopped at the end of the test. */
async function running(dataDir = tempDir(), ...flags: string[]): Promise<LocalCloud> {
  const cloud = await startLocalCloud(dataDir, ...flags);
  cleanups.push(() => stopLocalCloud(dataDir));
  return cloud;
}

const local = (verb: string, dataDir: string, ...flags: string[]) =>
  apikit(['local', verb, '--data', dataDir, ...flags]);

const config = ({ endpoint }: LocalCloud) => ({ endpoint, region: 'eu-west-1' });

const health = async ({ endpoint }: LocalCloud) => (await fetch(`${endpoint}/_apikit/health`)).json();

/** Returns the port of another server. */
async function takenPort(): Promise<number> {
  const server = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** Returns a port without a server. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function createTable(cloud: LocalCloud): Promise<void> {
  await new DynamoDBClient(config(cloud)).send(
    new CreateTableCommand({
      TableName: 'items',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
}

const tables = async (cloud: LocalCloud) =>
  (await new DynamoDBClient(config(cloud)).send(new ListTablesCommand({}))).TableNames;

/** Invokes a function that returns its process id. */
async function workerPid(cloud: LocalCloud): Promise<number> {
  const role = { RoleName: 'runner', AssumeRolePolicyDocument: trusting('lambda.amazonaws.com') };
  const { Role } = await new IAMClient(config(cloud)).send(new CreateRoleCommand(role));
  const lambda = new LambdaClient(config(cloud));
  const code = makeZip({ 'index.mjs': 'export const handler = async () => process.pid;' });
  const settings = {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: Role!.Arn,
    Code: { ZipFile: code },
  } as const;
  await lambda.send(new CreateFunctionCommand({ FunctionName: 'pid', ...settings }));
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'pid' }));
  return Number(Buffer.from(Payload!).toString());
}

describe('local start --enforce-callers', () => {
  const policy = (Action: string) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

  it('allows callers only what all the policies together allow', async () => {
    const dir = tempDir();
    const [one, other] = [join(dir, 'one.json'), join(dir, 'other.json')];
    writeFileSync(one, policy('dynamodb:ListTables'));
    writeFileSync(other, policy('dynamodb:CreateTable'));
    const cloud = await running(tempDir(), '--enforce-callers', one, '--enforce-callers', other);
    await createTable(cloud);
    expect(await tables(cloud)).toEqual(['items']);
    const describing = new DynamoDBClient(config(cloud)).send(new DescribeTableCommand({ TableName: 'items' }));
    await expect(describing).rejects.toThrow(/not authorized to perform: dynamodb:DescribeTable on resource/);
  });

  it('reads the policies only at the start of the cloud', async () => {
    const cloud = await running();
    const file = join(tempDir(), 'one.json');
    writeFileSync(file, policy('*'));
    const { code, stderr } = await local('start', cloud.dataDir, '--enforce-callers', file);
    expect(code).toBe(2);
    expect(stderr).toMatch(/is already running, and reads the policies of its callers only at its start/);
  });

  it('names every file that is not a policy', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'bad.json'), '{}');
    const files = ['missing.json', 'bad.json'].flatMap((name) => ['--enforce-callers', join(dir, name)]);
    const { code, stderr } = await local('start', dir, ...files);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /missing\.json is not a valid IAM policy\. It cannot be read \(ENOENT\)\. .*bad\.json is not a valid IAM policy\./,
    );
  });
});

describe('local start', () => {
  it('starts in the background and prints its address', async () => {
    const dataDir = tempDir();
    cleanups.push(() => stopLocalCloud(dataDir));
    const { code, stdout, stderr } = await local('start', dataDir);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
    expect(stderr).toMatch(/^The embedded cloud is running \(pid \d+, state in /);
    expect(stderr).toContain(`AWS_ENDPOINT_URL=${stdout.trim()} aws apigateway get-rest-apis`);
  });

  it('uses port 4566 or the next free one', async () => {
    const [first, second] = [await running(), await running()];
    const port = ({ endpoint }: LocalCloud) => Number(new URL(endpoint).port);
    expect(port(first)).toBeGreaterThanOrEqual(4566);
    expect(port(second)).toBeGreaterThan(4566);
    expect(port(second)).not.toBe(port(first));
  });

  it('names a port that is in use, in the background and in the foreground', async () => {
    const port = await takenPort();
    for (const flags of [[], ['--foreground']]) {
      const { code, stderr, json } = await local('start', tempDir(), '--port', String(port), '--json', ...flags);
      expect(code).toBe(2);
      expect(json()).toMatchObject({ error: { code: 'PortInUse', message: expect.stringContaining(String(port)) } });
      expect(stderr).toContain(`✘ Port ${port} is already in use`);
    }
  });

  it.each(['0', '65536', 'http', '-1', '45.5'])('rejects the port %s before it starts anything', async (port) => {
    const dataDir = tempDir();
    const { code, stderr } = await local('start', dataDir, `--port=${port}`);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(`not "${port}"`) });
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('finds the running cloud of the folder', async () => {
    const cloud = await running();
    const again = await local('start', cloud.dataDir);
    expect(again).toMatchObject({ code: 0, stdout: `${cloud.endpoint}\n` });
    expect(again.stderr).toContain(`was already running (pid ${cloud.pid}`);
    const foreground = await local('start', cloud.dataDir, '--foreground', '--json');
    expect(foreground.code).toBe(2);
    expect(foreground.json()).toMatchObject({
      error: { code: 'AlreadyRunning', message: expect.stringContaining(`listens at ${cloud.endpoint}`) },
    });
    const elsewhere = await local('start', cloud.dataDir, '--port', String(await takenPort()), '--json');
    expect(elsewhere).toMatchObject({ code: 2, stdout: expect.stringContaining('AlreadyRunning') });
  });

  it('starts one cloud, however many processes start it at once', async () => {
    const dataDir = tempDir();
    cleanups.push(() => stopLocalCloud(dataDir));
    const started = await Promise.all(Array.from({ length: 4 }, () => startLocalCloud(dataDir)));
    expect(new Set(started.map(({ pid }) => pid)).size).toBe(1);
    expect(await health(started[0]!)).toMatchObject({ pid: started[0]!.pid });
  });

  it('keeps no data with --memory', async () => {
    const dataDir = tempDir();
    await createTable(await running(dataDir, '--memory'));
    expect((await local('stop', dataDir)).stderr).toBe('The embedded cloud has stopped.\n');
    expect(await tables(await running(dataDir, '--memory'))).toEqual([]);
    expect(readdirSync(dataDir).sort()).toEqual(['cloud.json', 'cloud.log']);
  });

  it('runs beside another one in the same folder with --memory and its own port', async () => {
    const cwd = tempDir();
    const start = async () => {
      const port = await freePort();
      const argv = ['local', 'start', '--memory', '--port', String(port), '--json'];
      const { code, json, stderr } = await apikit(argv, { cwd });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const cloud = json<LocalCloud & { dataDir: string }>();
      cleanups.push(() => stopLocalCloud(cloud.dataDir));
      return cloud;
    };
    const [first, second] = [await start(), await start()];
    expect(second.pid).not.toBe(first.pid);
    await createTable(first);
    expect(await tables(second)).toEqual([]);
    expect((await local('stop', second.dataDir, '--json')).json()).toMatchObject({ stopped: true });
    expect(await health(first)).toMatchObject({ pid: first.pid });
  });

  it('listens on the loopback address only', async () => {
    const { port } = new URL((await running()).endpoint);
    const reaches = (host: string) =>
      new Promise<boolean>((resolve) => {
        const socket = connect({ host, port: Number(port) }, () => resolve(true));
        socket.once('error', () => resolve(false)).once('connect', () => socket.destroy());
      });
    // Another address of this machine: a socket on 0.0.0.0 accepts it, and one on 127.0.0.1 does not.
    expect([await reaches('127.0.0.1'), await reaches('127.0.0.2')]).toEqual([true, false]);
  });

  it('takes over the folder of a cloud that was killed', async () => {
    const dead = await startInForeground();
    await dead.end('SIGKILL');
    expect((await local('status', dead.dataDir, '--json')).json()).toMatchObject({ running: false });
    expect(await local('stop', dead.dataDir)).toMatchObject({ code: 0 });
    const next = await running(dead.dataDir);
    expect(next.pid).not.toBe(dead.pid);
    expect(await health(next)).toMatchObject({ pid: next.pid });
  });
});

describe('local start, when the background process', () => {
  /** Returns a program that replaces the built one. */
  function program(source: string): { self: [string, string]; dataDir: string } {
    const dataDir = tempDir();
    const script = join(dataDir, 'program.mjs');
    writeFileSync(script, source);
    return { self: [process.execPath, script], dataDir };
  }

  it('is still starting, stops it on Ctrl-C', async () => {
    const { self, dataDir } = program(
      `import { writeFileSync } from 'node:fs';
       writeFileSync(new URL('pid', import.meta.url), String(process.pid));
       setInterval(() => {}, 1000);`,
    );
    const pid = () => Number(readFileSync(join(dataDir, 'pid'), 'utf8'));
    const interruption = new AbortController();
    const starting = apikit(['local', 'start', '--data', dataDir], { self, signal: interruption.signal });
    await expect.poll(pid).toBeGreaterThan(0);
    interruption.abort();
    expect(await starting).toMatchObject({ code: 130, stdout: '' });
    await expect.poll(() => isAlive(pid())).toBe(false);
  });

  it('dies without a message, names the log to look at', async () => {
    const { self, dataDir } = program(`process.stderr.write('the disk is full\\n'); process.exit(1);`);
    const { code, json } = await apikit(['local', 'start', '--data', dataDir, '--json'], { self });
    expect(code).toBe(1);
    expect(json()).toMatchObject({
      error: {
        code: 'LocalCloudFailed',
        message: expect.stringContaining(join(dataDir, 'cloud.log')),
        hint: expect.stringContaining('--foreground'),
      },
    });
    expect(readFileSync(join(dataDir, 'cloud.log'), 'utf8')).toBe('the disk is full\n');
  });
});

describe('local start --foreground', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('stops on %s, and leaves nothing behind', async (signal) => {
    const cloud = await startInForeground();
    const worker = await workerPid(cloud);
    expect(isAlive(worker)).toBe(true);
    expect(await cloud.end(signal)).toBe(0);
    expect(isAlive(worker)).toBe(false);
    expect(readdirSync(cloud.dataDir)).not.toContain('cloud.json');
    await expect(fetch(cloud.endpoint)).rejects.toThrow();
  });

  it('stops when local stop asks it to', async () => {
    const cloud = await startInForeground();
    const stopped = await local('stop', cloud.dataDir, '--json');
    expect(stopped.json()).toMatchObject({ stopped: true });
    // This signal does nothing; the cloud has ended or is about to end.
    expect(await cloud.end('SIGCONT')).toBe(0);
  });
});

describe('local status', () => {
  it('shows where it runs, or that it does not run, and exits with 0 either way', async () => {
    const dataDir = tempDir();
    const none = await local('status', dataDir);
    expect(none).toMatchObject({ code: 0, stdout: '' });
    expect(none.stderr).toContain(`No embedded cloud is running for ${dataDir}.`);
    const cloud = await running(dataDir);
    expect(await local('status', dataDir)).toMatchObject({ code: 0, stdout: `${cloud.endpoint}\n` });
    expect((await local('status', dataDir, '--json')).json()).toEqual({
      schemaVersion: 1,
      running: true,
      dataDir,
      endpoint: cloud.endpoint,
      pid: cloud.pid,
    });
  });
});

describe('local stop', () => {
  it('has ended the process and its functions when it returns, and can be repeated', async () => {
    const cloud = await startLocalCloud();
    const worker = await workerPid(cloud);
    expect(await local('stop', cloud.dataDir)).toMatchObject({
      code: 0,
      stderr: 'The embedded cloud has stopped; its state is kept.\n',
    });
    await expect.poll(() => [cloud.pid, worker].map(isAlive)).toEqual([false, false]);
    expect((await local('stop', cloud.dataDir, '--json')).json()).toMatchObject({ stopped: false });
  });

  it('frees the folder immediately for the next start', async () => {
    const dataDir = tempDir();
    await createTable(await startLocalCloud(dataDir));
    await stopLocalCloud(dataDir);
    expect(await tables(await running(dataDir))).toEqual(['items']);
  });
});

describe('local reset', () => {
  it('empties a running cloud, which keeps running', async () => {
    const cloud = await running();
    await createTable(cloud);
    await new SNSClient(config(cloud)).send(new CreateTopicCommand({ Name: 'alarms' }));
    const worker = await workerPid(cloud);
    expect(await local('reset', cloud.dataDir, '--yes')).toMatchObject({
      code: 0,
      stderr: 'The embedded cloud is empty.\n',
    });
    expect(await tables(cloud)).toEqual([]);
    expect(await health(cloud)).toMatchObject({ pid: cloud.pid });
    await expect.poll(() => isAlive(worker)).toBe(false);
    // The names can be used again.
    await workerPid(cloud);
    await createTable(cloud);
  });

  it('empties a stopped cloud, and keeps files of others', async () => {
    const dataDir = tempDir();
    writeFileSync(join(dataDir, 'notes.txt'), 'mine');
    const cloud = await startLocalCloud(dataDir);
    await createTable(cloud);
    await workerPid(cloud);
    await stopLocalCloud(dataDir);
    expect((await local('reset', dataDir, '--yes')).code).toBe(0);
    expect(readdirSync(dataDir)).toEqual(['notes.txt']);
    expect(await tables(await running(dataDir))).toEqual([]);
  });

  it('asks for confirmation, and needs --yes without a terminal', async () => {
    const cloud = await running();
    await createTable(cloud);
    const silent = await local('reset', cloud.dataDir);
    expect(silent).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    const reset = (answer: string) =>
      apikit(['local', 'reset', '--data', cloud.dataDir], terminal([[/Delete everything/, answer]]));
    expect((await reset('n\r')).code).toBe(3);
    expect((await reset('\r')).code).toBe(3);
    expect(await tables(cloud)).toEqual(['items']);
    expect((await reset('y\r')).code).toBe(0);
    expect(await tables(cloud)).toEqual([]);
  });
});

describe('a web page', () => {
  const page = { origin: 'https://example.com' };

  it('cannot stop or reset the cloud', async () => {
    const cloud = await running();
    await createTable(cloud);
    for (const verb of ['reset', 'stop']) {
      const url = `${cloud.endpoint}/_apikit/${verb}`;
      // A request without our header needs no preflight request.
      for (const method of ['GET', 'POST']) expect((await fetch(url, { method })).status).toBe(404);
      // A page could send this from a host name that was made to point to this machine.
      const headers = { ...page, 'x-apikit-control': '1' };
      expect((await fetch(url, { method: 'POST', headers })).status).toBe(403);
      const preflight = await fetch(url, { method: 'OPTIONS', headers: page });
      expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    }
    expect(await tables(cloud)).toEqual(['items']);
  });

  it('cannot use the services, not even with a plain form', async () => {
    const cloud = await running();
    const role = new URLSearchParams({
      ...{ Action: 'CreateRole', Version: '2010-05-08', RoleName: 'page' },
      AssumeRolePolicyDocument: trusting('lambda.amazonaws.com'),
    });
    const answer = await fetch(cloud.endpoint, { method: 'POST', headers: page, body: role });
    expect({ status: answer.status, body: await answer.text() }).toEqual({
      status: 403,
      body: expect.stringContaining('does not accept requests from web pages'),
    });
    expect((await fetch(cloud.endpoint, { method: 'POST', body: role })).status).toBe(200);
  });
});
