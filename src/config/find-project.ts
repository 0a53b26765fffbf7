/** Finds a project: the nearest `apikit.yaml` in a folder or above it. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const CONFIG_FILE = 'apikit.yaml';

/** Names that resemble the file's. A project with one of them is one that apikit does not find. */
const LOOKALIKES = ['apikit.yml', 'apikit.json', '.apikit.yaml', '.apikit.yml', 'apikit.yaml.txt', 'Apikit.yaml'];

/** Returns the file in a folder or above it that has such a name. */
export function findLookalike(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    const name = LOOKALIKES.find((each) => existsSync(join(folder, each)));
    if (name !== undefined) return join(folder, name);
    if (folder === dirname(folder)) return undefined;
  }
}

/** Expects in `start` a folder, or the file itself from `--config`. Returns an absolute path. */
export function findConfigFile(start: string): string | undefined {
  if (!existsSync(start)) return undefined;
  if (statSync(start).isFile()) return start;
  for (let folder = start; ; folder = dirname(folder)) {
    const file = join(folder, CONFIG_FILE);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) return undefined;
  }
}
