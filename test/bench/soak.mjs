// `npm run soak` sends many requests at 32 connections, with keys, throttles, validation and logs on. Memory must stay
// flat, no descriptor may leak, and every created item must exist. `--requests <n>`: a million unless given.
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { load } from './load.mjs';
import { apikit } from './peers/contenders.mjs';
import { firstAnswer, start } from './peers/processes.mjs';
import { bin } from './project.mjs';

const { values } = parseArgs({ options: { requests: { type: 'string', default: '1000000' } } });
const requests = Number(values.requests);
const SAMPLE_MS = 500;
/** The allowed growth of memory, from the first tenth of the run to the last. */
const GROWTH = 1.3;

/** Returns the ids of the items in the table. */
async function storedIds(endpoint, table) {
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  });
  const ids = new Set();
  let ExclusiveStartKey;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: table, ProjectionExpression: 'id', ExclusiveStartKey }),
    );
    for (const { id } of page.Items) ids.add(id.S);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  client.destroy();
  return ids;
}

/** Returns the open files and sockets of a process; undefined without /proc. */
function descriptors(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const { project, port, base, headers } = apikit();
const endpoint = `http://127.0.0.1:${port}`;
const server = start([bin, 'local', 'start', '--foreground', '--port', String(port)], {
  cwd: project.dir,
  env: process.env,
});
const problems = [];
try {
  await firstAnswer(server, `${endpoint}${base}/health`, performance.now());
  const created = new Set();
  const keyed = { ...headers, 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'soak' });
  let last;
  // One in four creates an item, one in four reads the last created one, and the others say hello.
  const request = (index) => {
    if (index % 4 === 0) return { method: 'POST', path: `${base}/items`, headers: keyed, body, expected: 201 };
    if (index % 4 === 2 && last) return { path: `${base}/items/${last}`, headers };
    return { path: `${base}/health`, headers };
  };
  const onBody = (text) => {
    const { id } = JSON.parse(text);
    if (id === undefined || created.has(id)) return;
    created.add(id);
    last = id;
  };
  const soak = (count) =>
    load({ endpoint, connections: 32, requests: count, seconds: 24 * 3600, expected: 200, request, onBody });

  await soak(Math.min(5_000, requests));
  const before = descriptors(server.pid);
  const memory = [];
  const sampler = setInterval(() => memory.push(server.memory()), SAMPLE_MS);
  const { perSecond, p99 } = await soak(requests);
  clearInterval(sampler);
  const after = descriptors(server.pid);

  const tenth = Math.max(1, Math.floor(memory.length / 10));
  const [first, end] = [mean(memory.slice(0, tenth)), mean(memory.slice(-tenth))];
  const stored = await storedIds(endpoint, 'items-api-local-items');
  const lost = [...created].filter((id) => !stored.has(id)).length;
  console.log(`${requests} requests, ${perSecond.toFixed(0)} a second, p99 ${p99.toFixed(1)} ms`);
  console.log(
    `memory of all processes: ${first.toFixed(0)} MB in the first tenth, ${end.toFixed(0)} MB in the last, ${server.peak().toFixed(0)} MB at most`,
  );
  console.log(`descriptors of the server: ${before} before, ${after} after`);
  console.log(`items: ${created.size} created, ${stored.size} stored, ${lost} lost`);
  if (end > first * GROWTH) problems.push('memory grew');
  if (after > before + 4) problems.push('descriptors were leaked');
  if (lost > 0 || stored.size !== created.size) problems.push('what was created is not what is stored');
} finally {
  await server.stop();
  project.remove();
}
console.log(problems.length === 0 ? 'flat, nothing leaked, nothing lost' : problems.join('; '));
process.exitCode = problems.length === 0 ? 0 : 1;
