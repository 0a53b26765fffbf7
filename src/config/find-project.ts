/** Where a project is: the nearest `apikit.yaml` at or above a folder. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const CONFIG_FILE = 'apikit.yaml';

/** Names by which other tools would find the file; with one of them there is a project that apikit does not see. */
const LOOKALIKES = ['apikit.yml', 'apikit.json', '.apikit.yaml', '.apikit.yml', 'apikit.yaml.txt', 'Apikit.yaml'];

/** The file at or above a folder that somebody may take for `apikit.yaml`. */
export function findLookalike(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    const name = LOOKALIKES.find((each) => existsSync(join(folder, each)));
    if (name !== undefined) return join(folder, name);
    if (folder === dirname(folder)) return undefined;
  }
}

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
