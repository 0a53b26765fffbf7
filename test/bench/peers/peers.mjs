// `npm run bench:peers`: the embedded gateway beside others of its kind, in one run, with one load generator. The peers are
// installed into a temporary folder; each serves the same handler. They get DynamoDB from dynalite as a process of its own.
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

const SECONDS = 3;
const WIDTH = 24;
const clean = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(AWS|APIKIT|npm|NODE_OPTIONS)/i.test(name)),
);
const credentials = { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', AWS_REGION: 'us-east-1' };
const row = (name, cells) => console.log(`${name.padEnd(WIDTH)}${cells.map((cell) => cell.padStart(16)).join('')}`);

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** `lenient`: wrong answers are counted and told of, not the end of it. */
async function measure({ endpoint, routes, headers = {}, lenient = false }) {
  const json = { ...headers, 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'bench' });
  let id;
  const create = { expected: 201, request: () => ({ method: 'POST', path: routes.items, headers: json, body }) };
  const calls = {
    hello: { expected: 200, request: () => ({ path: routes.hello, headers }) },
    create,
    get: { expected: 200, request: () => ({ path: `${routes.items}/${id}`, headers }) },
  };
  await load({ endpoint, ...create, connections: 1, requests: 1, onBody: (text) => ({ id } = JSON.parse(text)) });
  const figures = {};
  for (const [name, call] of Object.entries(calls)) {
    await load({ endpoint, lenient, connections: 32, requests: 2_000, seconds: SECONDS / 2, ...call });
    for (const connections of [1, 32]) {
      // The account's own throttle lets a burst of 5,000 pass, then 10,000 a second.
      const options = { endpoint, lenient, connections, requests: 20_000, seconds: SECONDS };
      figures[`${name} ${connections}`] = await load({ ...options, ...call });
    }
  }
  return figures;
}

async function contend(name, { args, cwd, env, ...target }) {
  const since = performance.now();
  const contender = start(args, { cwd, env });
  try {
    const started = await firstAnswer(contender, target.endpoint + target.routes.hello, since);
    const figures = await measure(target);
    return { name, started, peak: contender.peak(), figures };
  } finally {
    await contender.stop();
  }
}

async function contendPeer(peer, workspace, dynamodb) {
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
  return contend(peer.name, { args: command, cwd: dir, env, endpoint, routes, lenient: true });
}

async function contendOurselves() {
  const { project, port, base, headers } = apikit();
  try {
    return await contend('apikit', {
      args: [bin, 'local', 'start', '--foreground', '--port', String(port)],
      cwd: project.dir,
      env: clean,
      endpoint: `http://127.0.0.1:${port}`,
      routes: { hello: `${base}/health`, items: `${base}/items` },
      headers,
    });
  } finally {
    project.remove();
  }
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

const CELLS = ['hello', 'create', 'get'].flatMap((name) => [1, 32].map((connections) => `${name} ${connections}`));

function print({ name, started, peak, figures }) {
  const values = CELLS.map((cell) => `${figures[cell].perSecond.toFixed(0)}, ${figures[cell].p99.toFixed(1)} ms`);
  row(name, [...values, `${(started / 1000).toFixed(2)} s`, `${peak.toFixed(0)} MB`]);
  const wrong = CELLS.filter((cell) => figures[cell].wrong > 0).map((cell) => `${cell}: ${figures[cell].wrong}`);
  if (wrong.length > 0) console.log(`  wrong answers, not counted: ${wrong.join(', ')}`);
}

function printRatios([ours, ...others]) {
  console.log('\napikit as a multiple of each, in requests a second');
  for (const { name, figures } of others) {
    row(
      name,
      CELLS.map((cell) => `${(ours.figures[cell].perSecond / figures[cell].perSecond).toFixed(2)} ×`),
    );
  }
}

const workspace = mkdtempSync(join(tmpdir(), 'apikit-peers-'));
const missing = [];
const results = [];
const dynamodbPort = await freePort();
const dynamodb = `http://127.0.0.1:${dynamodbPort}`;
const dynalite = join(root, 'node_modules/dynalite/cli.js');
const engine = start([dynalite, '--port', String(dynamodbPort), '--createTableMs', '0'], { cwd: root, env: clean });
try {
  await makeTable(dynamodb);
  console.log(
    'Requests a second and p99, at 1 and 32 connections; memory of all processes, dynalite of the peers apart\n',
  );
  row('', [...CELLS, 'first answer', 'peak memory']);
  const note = (result) => {
    results.push(result);
    print(result);
  };
  note(await contendOurselves());
  for (const peer of peers) {
    try {
      note(await contendPeer(peer, workspace, dynamodb));
    } catch (error) {
      missing.push(`${peer.name}: not measured. ${error.message}`);
    }
  }
} finally {
  await engine.stop();
  rmSync(workspace, { recursive: true, force: true });
}
printRatios(results);
for (const line of missing) console.log(`\n${line}`);
