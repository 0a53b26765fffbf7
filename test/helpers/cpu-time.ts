/**
 * For work that must not explode: the CPU time of this process, which other programs on a busy machine do not lengthen
 * much.
 */

/** Milliseconds of CPU time that some work takes. */
export function cpuTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
