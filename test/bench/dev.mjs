// Measures `apikit dev` from a save to the first response of the new code: median and p95 of many saves.
import { spawn } from 'node:child_process';
import { Agent, get } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { bin, makeProject } from './project.mjs';

const SAVES = 50;
/** ms between two requests; a measured time is too long by half of it. */
const POLL = 5;

/** Starts the session as a process, with the events that it prints. */
async function startDev(dir) {
  const child = spawn(process.execPath, [bin, 'dev', '--json'], { cwd: dir, stdio: ['ignore', 'pipe', 'inherit'] });
  const waiting = new Map();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line);
    waiting.get(event.type)?.(event);
    waiting.delete(event.type);
  });
  const next = (type) => new Promise((resolve) => waiting.set(type, resolve));
  const ready = await next('ready');
  return {
    ready,
    next,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill('SIGINT');
      }),
  };
}

const agent = new Agent({ keepAlive: true });

function ask(url, key) {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { 'x-api-key': key } }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() }));
    }).on('error', reject);
  });
}

/** Sends requests until the response is the wanted one; returns the ms since `begun`. */
async function until(url, key, begun, wanted) {
  for (;;) {
    const answer = await ask(url, key);
    if (wanted(answer)) return performance.now() - begun;
    await delay(POLL);
    if (performance.now() - begun > 20_000) throw new Error(`${url} still answers ${answer.status} ${answer.body}`);
  }
}

const HANDLER = (answer) =>
  `  if (!event.path.startsWith('/items')) return { statusCode: 200, body: ${JSON.stringify(answer)} };\n`;

/** Adds a different response to the template's handler. */
function wrapHandler(text) {
  return text
    .replace('export const handler = ', 'const api = ')
    .concat(
      '\nexport const handler = async (event: Parameters<typeof api>[0], context: Parameters<typeof api>[1]) => {\n',
      HANDLER('first'),
      '  return api(event, context);\n};\n',
    );
}

const newPath = (index) =>
  [
    `  /dev/${index}:`,
    '    get:',
    `      operationId: dev${index}`,
    '      responses:',
    "        '200': { description: OK }",
    '',
  ].join('\n');

function summary(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { median: at(0.5), p95: at(0.95), worst: sorted.at(-1) };
}

/** Rows for code-only saves and for saves of the contract: `{median, p95, worst}` in ms. */
export async function benchDev(saves = SAVES) {
  const project = makeProject();
  project.edit('src/handler.ts', wrapHandler);
  project.edit('apikit.yaml', (text) => `${text}\nthrottle: { rate: 10000, burst: 5000 }\n`);
  const dev = await startDev(project.dir);
  const { url, key } = dev.ready;
  try {
    const code = [];
    const contract = [];
    for (let index = 0; index < saves; index += 1) {
      const answer = `save ${index}`;
      const deployed = dev.next('deployed');
      const begun = performance.now();
      project.edit('src/handler.ts', (text) =>
        text.replace(/^ {2}if \(!event\.path\.startsWith.*\n/m, HANDLER(answer)),
      );
      code.push(await until(`${url}/health`, key, begun, ({ body }) => body === answer));
      await deployed;
    }

    for (let index = 0; index < saves; index += 1) {
      const deployed = dev.next('deployed');
      const begun = performance.now();
      project.answer(`dev${index}`);
      project.edit('openapi.yaml', (text) => text.replace(/^paths:\n/m, `paths:\n${newPath(index)}`));
      contract.push(await until(`${url}/dev/${index}`, key, begun, ({ status }) => status === 200));
      await deployed;
    }
    return { code: summary(code), contract: summary(contract) };
  } finally {
    await dev.stop();
    project.remove();
  }
}

if (process.argv[1] === import.meta.filename) {
  const { code, contract } = await benchDev(Number(process.argv[2] ?? SAVES));
  const ms = ({ median, p95, worst }) =>
    `median ${median.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, worst ${worst.toFixed(0)} ms`;
  console.log(`code only   ${ms(code)}\ncontract    ${ms(contract)}`);
}
