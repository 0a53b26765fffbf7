/** Names of files that are made of names of a contract, which may be of any length. Pure. */
import { createHash } from 'node:crypto';

/** File systems take names of 255 bytes, of which endings such as `.test.ts` and that of a file in the making need some. */
const LONGEST = 200;

/** The name itself; one that is too long for a file is cut, and told apart from others by a hash of all of it. */
export function fitForFile(name: string): string {
  if (name.length <= LONGEST) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 12);
  return `${name.slice(0, LONGEST - hash.length - 1)}_${hash}`;
}
