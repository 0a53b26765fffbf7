/** Finds the programs that run functions: the Node.js that runs apikit, and python3 on the PATH. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Language } from './runtimes.ts';

/** Returns the absolute path, or `undefined` if this machine has none. */
export function findInterpreter(language: Language): string | undefined {
  if (language === 'nodejs') return process.execPath;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, 'python3')).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
