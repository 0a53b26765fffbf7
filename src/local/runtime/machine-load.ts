/** Measures the load of this process and of the machine's processors. */
import { cpus } from 'node:os';

/**
 * Starts a measurement. The returned function gives the share of busy time since then, 0 to 1, of the busier of the
 * two.
 */
export function measureLoad(): () => number {
  const loop = performance.eventLoopUtilization();
  const machine = machineTime();
  return () => {
    const now = machineTime();
    const total = now.total - machine.total;
    const taken = total === 0 ? 0 : 1 - (now.idle - machine.idle) / total;
    return Math.max(performance.eventLoopUtilization(loop).utilization, taken);
  };
}

/** The milliseconds of all processors together. */
function machineTime(): { readonly idle: number; readonly total: number } {
  let idle = 0;
  let total = 0;
  for (const { times } of cpus()) {
    idle += times.idle;
    total += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { idle, total };
}
