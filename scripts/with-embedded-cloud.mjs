// Runs something against an embedded cloud of its own, of the built program, which has nothing on disk.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './installed.mjs';

/** Resolves to the result of `work`, which gets the endpoint. */
export async function withEmbeddedCloud(work) {
  const data = mkdtempSync(join(tmpdir(), 'apikit-cloud-'));
  const apikit = (...args) =>
    spawnSync(process.execPath, [join(root, 'dist', 'bin.js'), ...args, '--data', data, '--json'], {
      encoding: 'utf8',
    });
  const started = apikit('local', 'start', '--memory');
  try {
    if (started.status !== 0) throw new Error(`The embedded cloud did not start: ${started.stdout}${started.stderr}`);
    return await work(JSON.parse(started.stdout).endpoint);
  } finally {
    apikit('local', 'stop');
    rmSync(data, { recursive: true, force: true });
  }
}
