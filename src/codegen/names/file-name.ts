/** Makes file names from names in a contract, which may have any length. Pure. */
import { createHash } from 'node:crypto';

/** A file name has at most 255 bytes, including extensions such as `.test.ts` and the one of a temporary file. */
const LONGEST = 200;

/** Returns the name itself, or, if it is too long, its beginning with a hash of the whole name. */
export function limitedFileName(name: string): string {
  if (name.length <= LONGEST) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 12);
  return `${name.slice(0, LONGEST - hash.length - 1)}_${hash}`;
}
