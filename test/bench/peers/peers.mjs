// `npm run bench:peers` measures the embedded gateway and similar programs in one run, with one load generator. The
// peers are installed into a temporary folder, and each serves the same handler. Their DynamoDB is that of an embedded
// cloud in a separate process. They are measured in turn, in short rounds, so that other work of the machine affects
// all of them alike. All others are stopped meanwhile, because some go on working long after the last request.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { load } from '../load.mjs';
import { bin, root } from '../project.mjs';
import { apikit, peers } from './contenders.mjs';
import { firstAnswer, start } from './processes.mjs';

const ROUNDS = 5;
const SECONDS = 1;
const WIDTH = 14;
const clean = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(AWS|APIKIT|npm|NODE_OPTIONS)/i.test(name)),
);
const credentials = { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', AWS_REGION: 'us-east-1' };
const row = (name, cells) => console.log(`${name.padEnd(WIDTH)}${cells.map((cell) => cell.padStart(22)).join('')}`);

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The three calls. `lenient`: wrong responses are counted and reported, and do not end the run. */
async function callsOf({ endpoint, routes, headers = {}, lenient = false }) {
  const json = { ...headers, 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'bench' });
  let id;
  const create = { expected: 201, request: () => ({ method: 'POST', path: routes.items, headers: json, body }) };
  const onBody = (text) => ({ id } = JSON.parse(text));
  await load({ endpoint, ...create, connections: 1, requests: 1, seconds: 20, onBody });
  const calls = {
    hello: { expected: 200, request: () => ({ path: routes.hello, headers }) },
    create,
    get: { expected: 200, request: () => ({ path: `${routes.items}/${id}`, headers }) },
  };
  return Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, { endpoint, lenient, ...call }]));
}

async function startContender(name, { args, cwd, env, remove, ...target }) {
  const since = performance.now();
  const contender = start(args, { cwd, env });
  const stop = async () => {
    await contender.stop();
    remove?.();
  };
  try {
    const started = await firstAnswer(contender, target.endpoint + target.routes.hello, since);
    const calls = await callsOf(target);
    contender.pause();
    return { name, started, calls, figures: {}, process: contender, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startPeer(peer, workspace, dynamodb) {
  const dir = join(workspace, peer.name.replaceAll(/\W+/g, '-'));
  mkdirSync(dir);
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ name: 'bench', private: true, type: 'module' }));
  const install = ['install', '--no-audit', '--no-fund', '--loglevel=error', ...peer.packages];
  await promisify(execFile)('npm', install, { cwd: dir, timeout: 300_000 });
  peer.write(dir, dynamodb);
  const port = await freePort();
  const command = peer.command(dir, port, await freePort());
  const env = {
    ...clean,
    ...credentials,
    BENCH_DYNAMODB: dynamodb,
    TABLE_ITEMS: 'items',
    CI: '1',
    SLS_TELEMETRY_DISABLED: '1',
  };
  const routes = { hello: '/hello', items: '/items' };
  const endpoint = `http://localhost:${port}`;
  return startContender(peer.name, { args: command, cwd: dir, env, endpoint, routes, lenient: true });
}

async function startOurselves() {
  const { project, port, base, headers } = apikit();
  return startContender('apikit', {
    args: [bin, 'local', 'start', '--foreground', '--port', String(port)],
    cwd: project.dir,
    env: clean,
    endpoint: `http://127.0.0.1:${port}`,
    routes: { hello: `${base}/health`, items: `${base}/items` },
    headers,
    remove: project.remove,
  });
}

/** Prints the figures of all contenders as they come: for each cell the median of its rounds. */
async function measure(contenders) {
  for (const name of NAMES) {
    for (const contender of contenders) {
      await turn(contender, name, { connections: 32, requests: 2_000, seconds: 2 * SECONDS });
    }
    for (const connections of CONNECTIONS) {
      const rounds = new Map(contenders.map((contender) => [contender, []]));
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const [contender, runs] of rounds)
          runs.push(await turn(contender, name, { connections, seconds: SECONDS }));
      }
      const cell = `${name} ${connections}`;
      for (const [{ figures }, runs] of rounds) figures[cell] = medians(runs);
      row(
        cell,
        contenders.map(({ figures }) => `${figures[cell].perSecond.toFixed(0)}, ${figures[cell].p99.toFixed(1)} ms`),
      );
    }
  }
}

async function turn({ process, calls }, name, options) {
  process.resume();
  try {
    return await load({ ...calls[name], ...options });
  } finally {
    process.pause();
  }
}

function medians(runs) {
  const median = (member) => runs.map((run) => run[member]).sort((a, b) => a - b)[Math.floor(runs.length / 2)];
  const wrong = runs.reduce((sum, run) => sum + run.wrong, 0);
  return { perSecond: median('perSecond'), p99: median('p99'), wrong };
}

async function makeTable(endpoint) {
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 10,
  });
  await client.send(
    new CreateTableCommand({
      TableName: 'items',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
  await waitUntilTableExists({ client, minDelay: 1, maxWaitTime: 20 }, { TableName: 'items' });
  client.destroy();
}

const NAMES = ['hello', 'create', 'get'];
const CONNECTIONS = [1, 32];
const CELLS = NAMES.flatMap((name) => CONNECTIONS.map((connections) => `${name} ${connections}`));

function printRest(contenders) {
  row(
    'first answer',
    contenders.map(({ started }) => `${(started / 1000).toFixed(2)} s`),
  );
  row(
    'peak memory',
    contenders.map(({ process }) => `${process.peak().toFixed(0)} MB`),
  );
  for (const { name, figures } of contenders) {
    const wrong = CELLS.filter((cell) => figures[cell].wrong > 0).map((cell) => `${cell}: ${figures[cell].wrong}`);
    if (wrong.length > 0) console.log(`wrong answers of ${name}, not counted: ${wrong.join(', ')}`);
  }
}

function printRatios([ours, ...others]) {
  console.log('\napikit as a multiple of each, in requests a second');
  row('', ['', ...others.map(({ name }) => name)]);
  for (const cell of CELLS) {
    const ratio = ({ figures }) => `${(ours.figures[cell].perSecond / figures[cell].perSecond).toFixed(2)} ×`;
    row(cell, ['', ...others.map(ratio)]);
  }
}

const workspace = mkdtempSync(join(tmpdir(), 'apikit-peers-'));
const missing = [];
const contenders = [];
const dynamodbPort = await freePort();
const dynamodb = `http://127.0.0.1:${dynamodbPort}`;
const data = join(workspace, 'dynamodb');
const local = [bin, 'local', 'start', '--foreground', '--memory', '--data', data, '--port', String(dynamodbPort)];
const engine = start(local, { cwd: root, env: clean });
try {
  await makeTable(dynamodb);
  contenders.push(await startOurselves());
  for (const peer of peers) {
    try {
      contenders.push(await startPeer(peer, workspace, dynamodb));
    } catch (error) {
      missing.push(`${peer.name}: not measured. ${error.message}`);
    }
  }
  console.log(
    'Requests a second and p99, at 1 and 32 connections; memory of all processes, the DynamoDB of the peers apart\n',
  );
  row(
    '',
    contenders.map(({ name }) => name),
  );
  await measure(contenders);
  printRest(contenders);
} finally {
  for (const { stop } of contenders) await stop();
  await engine.stop();
  rmSync(workspace, { recursive: true, force: true });
}
printRatios(contenders);
for (const line of missing) console.log(`\n${line}`);
