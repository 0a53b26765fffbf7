/** The limit for the size of a contract. */

/** The limit for all files together. It is more than twice the largest public descriptions without their examples. */
const MOST_BYTES = 20 * 1024 * 1024;

export function withinBounds(bytes: number): boolean {
  return bytes <= MOST_BYTES;
}
