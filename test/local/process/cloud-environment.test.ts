import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { apikit, tempDir } from '../../helpers/cli.ts';

it.skipIf(!existsSync('/proc/self/environ'))(
  'a background cloud inherits only the needed variables of the shell',
  async () => {
    const data = join(tempDir(), 'data');
    process.env.APIKIT_TEST_SECRET = 'of-the-shell';
    try {
      const started = await apikit(['local', 'start', '--memory', '--data', data, '--json']);
      const environment = readFileSync(`/proc/${started.json<{ pid: number }>().pid}/environ`, 'utf8');
      expect(environment).not.toContain('of-the-shell');
      expect(environment).toContain(`PATH=${process.env.PATH}`);
    } finally {
      delete process.env.APIKIT_TEST_SECRET;
      await apikit(['local', 'stop', '--data', data]);
    }
  },
);
