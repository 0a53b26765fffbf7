// Runs the collection that `apikit export postman` writes in newman itself, against a scaffolded project on the
// embedded cloud. npx fetches newman, because its packages would be a third of all packages.
// test/commands/export.test.ts runs collections without it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEWMAN = 'newman@6.2.2';
const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'apikit-newman-'));
const project = join(folder, 'items-api');
const apikit = (...argv) => execFileSync(process.execPath, [bin, ...argv], { cwd: project, encoding: 'utf8' }).trim();

try {
  execFileSync(process.execPath, [bin, 'init', project, '--yes'], { stdio: 'inherit' });
  apikit('deploy', '--stage', 'local', '--yes');
  const key = apikit('keys', 'create', 'newman', '--stage', 'local');
  apikit('export', 'postman', '--stage', 'local', '--out', 'collection.json');
  const run = ['--yes', NEWMAN, 'run', 'collection.json', '--env-var', `apiKey=${key}`];
  execFileSync('npx', run, { cwd: project, stdio: 'inherit', shell: process.platform === 'win32' });
} finally {
  apikit('local', 'stop');
  rmSync(folder, { recursive: true, force: true });
}
