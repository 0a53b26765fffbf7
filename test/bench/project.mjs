// A scaffolded project for measurements: created by the built CLI, with this repository's packages instead of an
// install.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const bin = join(root, 'dist/bin.js');

const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_') && !name.startsWith('APIKIT_')),
);

/** `start`: the flags of its cloud; without state on disk unless given; `flags`: the flags of `apikit init`. */
export function makeProject(start = ['--memory'], flags = []) {
  const workspace = mkdtempSync(join(tmpdir(), 'apikit-bench-'));
  const dir = join(workspace, 'items-api');
  apikit(['init', dir, '--yes', '--no-install', ...flags], workspace);
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  const project = {
    dir,
    apikit: (...args) => apikit(args, dir),
    deploy: () => JSON.parse(apikit(['deploy', '--stage', 'local', '--yes', '--json'], dir)),
    edit: (file, change) => writeFileSync(join(dir, file), change(readFileSync(join(dir, file), 'utf8'))),
    /** A function for an operation of this id. */
    answer(id) {
      writeFileSync(
        join(dir, `src/operations/${id}.ts`),
        `export const ${id} = async () => ({ status: 200, body: {} });\n`,
      );
    },
    remove() {
      apikit(['local', 'stop'], dir);
      rmSync(workspace, { recursive: true, force: true });
    },
  };
  apikit(['local', 'start', ...start], dir);
  return project;
}

function apikit(args, cwd) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`apikit ${args.join(' ')} ended with ${status}:\n${stderr}`);
  return stdout;
}
