import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { gitRevision } from '../../../src/stage/prepare/git-revision.ts';
import { tempDir } from '../../helpers/cli.ts';

function repository(): string {
  const root = tempDir();
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args]);
  git('init', '--quiet');
  git('commit', '--quiet', '--allow-empty', '--message=first');
  return root;
}

it('the revision is the first twelve digits of the commit, and empty without one', async () => {
  expect(await gitRevision(repository())).toMatch(/^[0-9a-f]{12}$/);
  expect(await gitRevision(tempDir())).toBeUndefined();
});

it.skipIf(process.platform === 'win32')('runs no program of the repository', async () => {
  const root = repository();
  const trap = join(root, 'started');
  for (const name of ['git', 'fsmonitor', 'pager']) {
    writeFileSync(join(root, name), `#!/bin/sh\ntouch "${trap}"\n`);
    chmodSync(join(root, name), 0o755);
  }
  execFileSync('git', ['-C', root, 'config', 'core.fsmonitor', join(root, 'fsmonitor')]);
  execFileSync('git', ['-C', root, 'config', 'core.pager', join(root, 'pager')]);
  // The current folder on the PATH, as Windows always has it.
  vi.stubEnv('PATH', `.:${process.env.PATH}`);
  expect(await gitRevision(root)).toMatch(/^[0-9a-f]{12}$/);
  vi.unstubAllEnvs();
  expect(existsSync(trap)).toBe(false);
});
