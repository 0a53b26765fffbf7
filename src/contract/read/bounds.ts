/** How much of a contract is read at most. Data and one question. */

/** All files together. More than twice of what the largest public descriptions have without their examples. */
const MOST_BYTES = 20 * 1024 * 1024;

export function withinBounds(bytes: number): boolean {
  return bytes <= MOST_BYTES;
}
