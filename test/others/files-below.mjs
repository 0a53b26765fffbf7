import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Returns the paths of all files with this ending in a folder and its subfolders. */
export const filesBelow = (folder, ending) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name));
