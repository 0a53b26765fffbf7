// `node test/bench/keys.mjs` imports and lists as many API keys as an account may have, with the built command and an
// embedded cloud without rates. `--count <n>`: 10000 unless given.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bin, makeProject } from './project.mjs';

const { values } = parseArgs({ options: { count: { type: 'string', default: '10000' } } });
const count = Number(values.count);
const project = makeProject(['--memory'], ['--template', 'hello']);

/** Prints on stderr how much memory the command took at most. */
const WATCH = 'data:text/javascript,process.on("exit",()=>console.error("RSS",process.resourceUsage().maxRSS))';

/** Returns the document, the seconds until the command ended, and its memory in MB. */
async function run(...args) {
  const begun = performance.now();
  const child = spawn(process.execPath, ['--import', WATCH, bin, ...args, '--stage', 'local', '--json'], {
    cwd: project.dir,
  });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'])
    child[name].on('data', (piece) => {
      text[name] += piece;
    });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`apikit ${args.join(' ')} ended with ${code}: ${text.stdout}${text.stderr}`);
  const memory = Math.round(Number(/RSS (\d+)/.exec(text.stderr)?.[1]) / 1024);
  return { document: JSON.parse(text.stdout), seconds: (performance.now() - begun) / 1000, memory };
}

const told = (what, { seconds, memory }, more = '') =>
  console.log(`${what.padEnd(24)} ${seconds.toFixed(1)} s, ${memory} MB${more}`);

try {
  project.deploy();
  told('keys list, no keys', await run('keys', 'list'));
  const rows = Array.from({ length: count }, (_, index) => `client-${index},value-${String(index).padStart(24, '0')}`);
  writeFileSync(join(project.dir, 'keys.csv'), `name,key\n${rows.join('\n')}\n`);
  const imported = await run('keys', 'import', '--file', 'keys.csv', '--plan', 'basic');
  told(`keys import, ${count}`, imported, `, ${imported.document.calls.total} calls`);
  const again = await run('keys', 'import', '--file', 'keys.csv', '--plan', 'basic');
  told('keys import, again', again, `, ${again.document.calls.total} calls`);
  const listed = await run('keys', 'list');
  if (listed.document.keys.length !== count) throw new Error(`list has ${listed.document.keys.length} keys`);
  told(`keys list, ${count}`, listed);
  told('keys usage', await run('keys', 'usage', '--since', '90d'));
} finally {
  project.remove();
}
