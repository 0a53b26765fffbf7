// Measures how long a process takes, by the best of many runs, so that other work of the machine matters less.
import { spawnSync } from 'node:child_process';

/** Returns the fastest and the median wall time of `node ...args`, in ms. */
export function timeNode(args, { runs = 15, env = process.env } = {}) {
  const times = Array.from({ length: runs }, () => {
    const begun = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
    return performance.now() - begun;
  }).sort((a, b) => a - b);
  return { best: times[0], median: times[Math.floor(times.length / 2)] };
}
