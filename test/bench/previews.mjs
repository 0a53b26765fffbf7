// `node test/bench/previews.mjs` creates, lists and prunes many small previews in one account, with the built command
// and an embedded cloud without rates. `--count <n>`: 200 unless given.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { bin, makeProject } from './project.mjs';

const { values } = parseArgs({ options: { count: { type: 'string', default: '200' } } });
const count = Number(values.count);
const project = makeProject(['--memory'], ['--template', 'hello', '--stages', 'dev']);
const { endpoint } = JSON.parse(project.apikit('local', 'status', '--json'));
const env = {
  ...process.env,
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
};

/** Returns the document, and the seconds until the command ended. */
async function run(...args) {
  const begun = performance.now();
  const child = spawn(process.execPath, [bin, ...args, '--json'], { cwd: project.dir, env });
  let text = '';
  child.stdout.on('data', (piece) => {
    text += piece;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`apikit ${args.join(' ')} ended with ${code}: ${text}`);
  return { document: JSON.parse(text), seconds: (performance.now() - begun) / 1000 };
}

const told = (what, seconds, more = '') => console.log(`${what.padEnd(28)} ${seconds.toFixed(1)} s${more}`);

try {
  project.edit('apikit.yaml', (text) =>
    text
      .replace(/^usagePlans:$/m, 'tables:\n  items: { key: id }\n\nusagePlans:')
      .replace(/^stages:$/m, 'stages:\n  pr-*: { expires: 1m }'),
  );
  const stages = Array.from({ length: count }, (_, index) => `pr-${index + 1}`);
  const begun = performance.now();
  const calls = [];
  // Two at a time, like jobs of CI.
  const worker = async () => {
    for (let stage = stages.shift(); stage !== undefined; stage = stages.shift())
      calls.push((await run('deploy', '--stage', stage, '--yes')).document.calls.total);
  };
  await Promise.all([worker(), worker()]);
  told(`${count} first deploys`, (performance.now() - begun) / 1000, `, ${Math.max(...calls)} calls at most`);
  const list = await run('list');
  if (list.document.stages.length !== count) throw new Error(`list has ${list.document.stages.length} stages`);
  told('list', list.seconds, `, nearest ${JSON.stringify(list.document.quotas[0])}`);
  const last = Math.max(...list.document.stages.map(({ expiresAt }) => Date.parse(expiresAt)));
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, last - Date.now()) + 2_000));
  const looked = await run('prune', '--dry-run');
  told(
    'prune --dry-run',
    looked.seconds,
    `, ${looked.document.stages.length} over, ${looked.document.calls.total} calls`,
  );
  const pruned = await run('prune', '--yes');
  const gone = pruned.document.stages.filter(({ outcome }) => outcome === 'removed').length;
  told('prune --yes', pruned.seconds, `, ${gone} gone, ${pruned.document.calls.total} calls`);
  const after = await run('list');
  const left = after.document.stages.length + after.document.orphans.length;
  if (gone !== count || left > 0) throw new Error(`${gone} of ${count} were removed, and ${left} things are left`);
} finally {
  project.remove();
}
