/** Finds the path of a stage's setting in apikit.yaml, or the path at which to add it. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ProjectConfig } from './config.ts';
import { parseSource } from './source.ts';

/** Returns `usagePlans.basic.rate`, or `stages.prod.usagePlans.basic.rate` if the stage has its own. */
export type SettingPath = (path: readonly string[]) => string;

/** A setting that is not in the file belongs to the project. */
export async function settingPaths({ file }: ProjectConfig, stage: string): Promise<SettingPath> {
  const { data } = parseSource(await readFile(file, 'utf8'), basename(file));
  return (path) => {
    const own = ['stages', stage, ...path];
    return (isThere(data, own) ? own : path).join('.');
  };
}

function isThere(value: unknown, path: readonly string[]): boolean {
  let at = value;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return false;
    at = (at as Record<string, unknown>)[part];
  }
  return true;
}
