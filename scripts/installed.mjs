// Installs the locked dependencies when they are missing or older than the lock file. Node.js alone is needed.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

export function ensureInstalled() {
  const marker = `${root}node_modules/.package-lock.json`;
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs) return;
  console.error('Installing dependencies (npm ci)…');
  npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** Runs npm with this script's own Node.js; ends the process when it fails. */
export function npm(args, options = {}) {
  // Under `npm run`, npm_execpath is npm's own script: no shell and no PATH look-up is needed on any platform.
  const [command, prefix] = process.env.npm_execpath ? [process.execPath, [process.env.npm_execpath]] : ['npm', []];
  run(command, [...prefix, ...args], options);
}

export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
