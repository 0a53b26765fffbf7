/**
 * Measures work that must not take exponential time, by the CPU time of this process, which other programs on a busy
 * machine hardly change.
 */

/** Returns the CPU time of some work, in milliseconds. */
export function cpuTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
