/** Whether a path of apikit.yaml is outside of the project's folder, where apikit neither packs nor writes. Pure. */
import { isAbsolute, normalize, sep } from 'node:path';

export function leavesProject(path: string): boolean {
  const plain = normalize(path);
  return isAbsolute(plain) || plain.split(sep)[0] === '..';
}
