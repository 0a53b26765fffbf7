/** An embedded cloud as a process of its own, started and stopped by the CLI as a user does. */
import { existsSync } from 'node:fs';
import { apikit, SELF, tempDir } from './cli.ts';

export interface LocalCloud {
  readonly endpoint: string;
  readonly pid: number;
  readonly dataDir: string;
}

/** In a folder of its own unless given one. */
export async function startLocalCloud(dataDir: string = tempDir()): Promise<LocalCloud> {
  if (!existsSync(SELF[1])) throw new Error('This test runs the built program: npm run build');
  const { code, stderr, json } = await apikit(['local', 'start', '--data', dataDir, '--json']);
  if (code !== 0) throw new Error(stderr);
  return json<LocalCloud & Record<string, unknown>>();
}

export async function stopLocalCloud(dataDir: string): Promise<void> {
  const { code, stderr } = await apikit(['local', 'stop', '--data', dataDir]);
  if (code !== 0) throw new Error(stderr);
}
