// `npm run chaos` tries every fault at every AWS call of every scenario of test/chaos, on all cores, and prints the
// figures. Faults that leave the same behind at a read are tried once (test/chaos/whole.ts). `npm run chaos -- destroy`
// runs the scenarios whose names contain the word. It ends with 1 if a run did not converge.
import { fork, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = join(root, 'node_modules', '.cache', 'apikit-chaos');
await build({
  absWorkingDir: root,
  entryPoints: ['test/chaos/whole.ts'],
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.17',
  packages: 'external',
  logLevel: 'warning',
});

// While one run waits for a state, another one uses its core.
const workers = Number(process.env.CHAOS_WORKERS ?? Math.ceil(availableParallelism() * 1.5));
const scenarios = new Map();
const failures = [];
const started = Date.now();
let runs = 0;
let converged = 0;
let unreached = 0;

function hear({ scenario, verdict }) {
  const row = scenarios.get(scenario) ?? { calls: new Set(), runs: 0, converged: 0 };
  if (!scenarios.has(scenario)) console.log(`${scenario} …`);
  scenarios.set(scenario, row);
  runs += 1;
  row.runs += 1;
  row.calls.add(verdict.nth);
  if (verdict.call === undefined) unreached += 1;
  if (verdict.problem === undefined) {
    converged += 1;
    row.converged += 1;
    return;
  }
  failures.push(verdict);
  console.log(`✗ ${scenario}: ${verdict.fault} at call ${verdict.nth} (${verdict.call}): ${verdict.problem}`);
}

async function work(share) {
  const child = fork(join(outdir, 'whole.mjs'), [String(share), String(workers), process.argv[2] ?? ''], {
    cwd: root,
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  child.on('message', hear);
  const code = await new Promise((resolve) => child.once('exit', (status, signal) => resolve(status ?? signal)));
  if (code !== 0) throw new Error(`A worker ended with ${code}.`);
}

try {
  await Promise.all(Array.from({ length: workers }, (_, share) => work(share)));
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
console.log(`\n${'scenario'.padEnd(34)} calls  converged`);
for (const [name, row] of scenarios) {
  console.log(`${name.padEnd(34)} ${String(row.calls.size).padStart(5)}  ${row.converged} of ${row.runs}`);
}
const points = [...scenarios.values()].reduce((sum, { calls }) => sum + calls.size, 0);
const seconds = Math.round((Date.now() - started) / 1000);
console.log(`\n${points} points, ${converged} of ${runs} runs converged, in ${seconds} s`);
if (unreached > 0) console.log(`In ${unreached} of them the run had asked less often for a state, and met no fault.`);
process.exitCode = converged === runs && runs > 0 ? 0 : 1;

// The laws, the races and the load tests follow, with all their cases.
if (process.argv[2] === undefined) {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const env = { ...process.env, CHAOS_TIMES: '100', PROPERTY_RUNS: '100' };
  const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/chaos', 'test/properties'], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  process.exitCode ||= status ?? 1;
}
