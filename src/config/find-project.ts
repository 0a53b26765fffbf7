/** Where a project is: the nearest `apikit.yaml` at or above a folder. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const CONFIG_FILE = 'apikit.yaml';

/** `start` is a folder, or the file itself as `--config` names it. Absolute. */
export function findConfigFile(start: string): string | undefined {
  if (!existsSync(start)) return undefined;
  if (statSync(start).isFile()) return start;
  for (let folder = start; ; folder = dirname(folder)) {
    const file = join(folder, CONFIG_FILE);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) return undefined;
  }
}
