// `npm run bench` measures the cost of apikit as ratios within one run, because absolute figures differ from machine to
// machine.
import { join } from 'node:path';
import { benchContract, benchImport } from './contract.mjs';
import { writeDeployedHandler } from './deployed-code.mjs';
import { benchDev } from './dev.mjs';
import { load } from './load.mjs';
import { benchLogQuery } from './log-query.mjs';
import { bin, makeProject } from './project.mjs';
import { realistic } from './realistic.mjs';
import { timeNode } from './start.mjs';

const ms = (value) => `${value.toFixed(0)} ms`;
const row = (name, ...cells) =>
  console.log(`${name.padEnd(34)} ${cells.map((cell) => String(cell).padEnd(20)).join(' ')}`.trimEnd());

function benchStart() {
  console.log('\nStart (best of 15, and as a multiple of bare node)');
  const bare = timeNode(['-e', '0']);
  row('node -e 0', ms(bare.best));
  for (const args of [['--version'], ['--help'], ['deploy', '--help']]) {
    const { best } = timeNode([bin, ...args]);
    row(`apikit ${args.join(' ')}`, ms(best), `${(best / bare.best).toFixed(2)} ×`);
  }
  return bare;
}

function benchDeploys(title, project) {
  console.log(`\nDeploy to the embedded cloud: ${title}`);
  row('', 'calls', 'writes', 'seconds');
  const show = (name, { calls, seconds }) => row(name, calls.total, calls.writes, seconds.toFixed(2));
  show('first', project.deploy());
  show('nothing to do', project.deploy());
  project.edit('src/handler.ts', (text) => `${text}\nexport const benchmark = ${Date.now()};\n`);
  show('code only', project.deploy());
}

/** Adds `count` operations to a contract, all answered by the same function. */
function withOperations(count) {
  return (text) => {
    const paths = Array.from({ length: count }, (_, index) =>
      [
        `  /bench/${index}:`,
        '    get:',
        `      operationId: bench${index}`,
        '      responses:',
        "        '200': { description: OK }",
      ].join('\n'),
    );
    return text.replace(/^paths:\n/m, `paths:\n${paths.join('\n')}\n`);
  };
}

async function benchHandler(bare, project) {
  console.log("\nThe template's handler");
  const { zipBytes } = JSON.parse(project.apikit('validate', '--json'));
  row('zip', `${(zipBytes / 1000).toFixed(0)} kB`);
  const file = join(project.dir, 'deployed.mjs');
  const { endpoint } = JSON.parse(project.apikit('local', 'status', '--json'));
  await writeDeployedHandler(endpoint, 'items-api-local', file);
  const { best } = timeNode([file], {
    env: { ...process.env, TABLE_ITEMS: 'items', AWS_REGION: 'eu-west-1', CORS_ORIGINS: '' },
  });
  row('import', ms(best), `${(best / bare.best).toFixed(2)} × bare node`);
}

async function benchGateway(project) {
  console.log('\nRequests to the embedded gateway (per second, p99)');
  const { url } = JSON.parse(project.apikit('status', '--stage', 'local', '--json'));
  const key = project.apikit('keys', 'create', 'bench', '--plan', 'basic', '--stage', 'local').trim();
  const { origin, pathname } = new URL(url);
  const keyed = { 'x-api-key': key };
  const item = JSON.stringify({ name: 'bench' });
  const created = await fetch(`${url}/items`, {
    method: 'POST',
    headers: { ...keyed, 'content-type': 'application/json' },
    body: item,
  });
  const { id } = await created.json();
  const routes = {
    hello: { expected: 200, request: () => ({ path: `${pathname}/health` }) },
    create: {
      expected: 201,
      request: () => ({
        method: 'POST',
        path: `${pathname}/items`,
        headers: { ...keyed, 'content-type': 'application/json' },
        body: item,
      }),
    },
    get: { expected: 200, request: () => ({ path: `${pathname}/items/${id}`, headers: keyed }) },
  };
  row('', '1 connection', '32 connections');
  for (const [name, route] of Object.entries(routes)) {
    await load({ endpoint: origin, connections: 32, requests: 300, ...route });
    const cells = [];
    for (const [connections, requests] of [
      [1, 1_000],
      [32, 5_000],
    ]) {
      const { perSecond, p99 } = await load({ endpoint: origin, connections, requests, ...route });
      cells.push(`${perSecond.toFixed(0)}/s, ${p99.toFixed(1)} ms`);
    }
    row(name, ...cells);
  }
}

const bare = benchStart();
const project = makeProject();
try {
  benchDeploys('the template (8 operations)', project);
  await benchHandler(bare, project);
  // The template's plan allows ten requests a second; this measures the gateway, not the throttle.
  project.edit('apikit.yaml', (text) => text.replace(/basic: \{.*\}/, 'basic: { rate: 10000, burst: 5000 }'));
  project.deploy();
  await benchGateway(project);
} finally {
  project.remove();
}
for (const count of [5, 300]) {
  const many = makeProject();
  try {
    many.edit('openapi.yaml', withOperations(count));
    for (let index = 0; index < count; index += 1) many.answer(`bench${index}`);
    benchDeploys(`${count} more operations`, many);
  } finally {
    many.remove();
  }
}
console.log('\nLint and compile of a contract');
await benchContract(row);
console.log(
  '\nImport of a document: as a new contract, and into one that has it, has none of it, or has it otherwise (CPU)',
);
await benchImport(row);
console.log('\nA query over access logs on the embedded cloud: growth of the heap');
await benchLogQuery(row);
console.log('\napikit dev: from a save to the first answer of the new code');
row('', 'median', 'p95', 'worst');
for (const [name, { median, p95, worst }] of Object.entries(await benchDev()))
  row(name, ms(median), ms(p95), ms(worst));
console.log(
  "\nDeploys under the realistic profile: AWS's latencies, delays and rates (docs/adversity.md), in real time",
);
await realistic((name, ...cells) =>
  console.log(`${name.padEnd(16)} ${cells.map((cell) => cell.padEnd(34)).join(' ')}`.trimEnd()),
);
