// `npm run fuzz` sends random and malformed HTTP to the items API on the embedded cloud. It fails on a crash, on a
// server error (no request may cause one), on a response that shows a path or a stack of the server, and if a valid
// request gets no response. `--minutes 10`, `--requests 2000`, `--seed 7`.
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makeProject, root } from '../bench/project.mjs';
import { malformedRequest } from './malformed-request.mjs';
import { createRandom } from './random.mjs';
import { send } from './send.mjs';

const { values } = parseArgs({
  options: { minutes: { type: 'string' }, requests: { type: 'string' }, seed: { type: 'string' } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const until =
  values.requests === undefined ? Date.now() + Number(values.minutes ?? 10) * 60_000 : Number.POSITIVE_INFINITY;
const most = Number(values.requests ?? Number.POSITIVE_INFINITY);

const AT_ONCE = 8;
const PATHS = ['/health', '/items', '/items/{id}', '/items/{id}', '/items', '/nothing'];
const LEAKS = [root, '/root/', '/tmp/', 'node:internal', '.apikit', '    at ', 'node_modules'];

const project = makeProject();
try {
  const { url } = project.deploy();
  const key = JSON.parse(project.apikit('keys', 'create', 'fuzz', '--stage', 'local', '--json'));
  const { endpoint, pid } = JSON.parse(project.apikit('local', 'status', '--json'));
  const [, apiId] = /execute-api\/([a-z0-9]+)/.exec(url) ?? /\/\/([a-z0-9]+)\.execute-api/.exec(url);
  const port = Number(new URL(endpoint).port);
  const facts = {
    host: `${apiId}.execute-api.localhost:${port}`,
    stage: 'local',
    paths: PATHS,
    key: key.value,
    example: { name: 'a' },
  };
  await run({ url, port, pid, facts });
} finally {
  project.remove();
}

async function run({ url, port, pid, facts }) {
  const random = createRandom(seed);
  const statuses = new Map();
  const problems = [];
  let sent = 0;
  const before = resources(pid);
  const worker = async () => {
    while (sent < most && Date.now() < until && problems.length < 10) {
      sent += 1;
      const request = malformedRequest(random, facts);
      const answer = await send(port, request, random);
      const problem = judge(answer, statuses);
      if (problem) problems.push({ problem, request: request.slice(0, 2000), answer: answer.slice(0, 2000) });
      if (sent % 500 === 0 && (await fetch(`${url}/health`).then((reply) => reply.status, String)) !== 200) {
        problems.push({ problem: 'a proper request is not answered any more' });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const proper = await fetch(`${url}/health`).then((reply) => reply.status, String);
  const after = resources(pid);
  console.log(
    `seed ${seed}: ${sent} requests; answers ${[...statuses]
      .sort()
      .map(([status, count]) => `${status}: ${count}`)
      .join(', ')}`,
  );
  console.log(
    `memory ${before.megabytes} → ${after.megabytes} MB, descriptors ${before.descriptors} → ${after.descriptors}; /health answers ${proper}`,
  );
  for (const each of problems) console.log(JSON.stringify(each, null, 2));
  if (problems.length > 0 || proper !== 200) process.exitCode = 1;
}

/** Returns `undefined` if nothing is wrong with the output, which may have several responses. */
function judge(answer, statuses) {
  for (const [, code] of answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)) {
    statuses.set(code, (statuses.get(code) ?? 0) + 1);
    // Without the API's host it is a call of a control plane, whose error names what it does not know.
    const unknown = code === '501' && answer.includes('NotImplemented');
    if (code.startsWith('5') && !unknown) return `a server error: ${code}`;
  }
  if (answer === '') statuses.set('none', (statuses.get('none') ?? 0) + 1);
  const leak = LEAKS.find((text) => answer.includes(text));
  return leak === undefined ? undefined : `shows ${JSON.stringify(leak)}`;
}

/** The resources of the server; descriptors only if the system reports them. */
function resources(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
    return { megabytes: Math.round(kilobytes / 1000), descriptors: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return { megabytes: '?', descriptors: '?' };
  }
}
