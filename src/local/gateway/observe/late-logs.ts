/**
 * API Gateway writes its logs some time after it has answered (`gatewayLogs` of state-delays.ts), even if the stage is
 * deleted by then.
 */
import type { Cloud, LogSink } from '../../cloud/cloud.ts';

export interface LateLogs extends LogSink {
  /** Drops the lines that are not written yet. */
  drop(): void;
}

export function lateLogs({ logs, clock, transitions }: Pick<Cloud, 'logs' | 'clock' | 'transitions'>): LateLogs {
  /** Each function cancels one line. */
  const onTheirWay = new Set<() => void>();
  return {
    write(...line) {
      const delay = transitions.takes('gatewayLogs');
      if (delay === 0) return logs.write(...line);
      const cancel = clock.after(delay, () => {
        onTheirWay.delete(cancel);
        logs.write(...line);
      });
      onTheirWay.add(cancel);
    },
    drop() {
      for (const cancel of onTheirWay) cancel();
      onTheirWay.clear();
    },
  };
}
