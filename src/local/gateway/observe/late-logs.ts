/** API Gateway writes its logs some time after it has answered (`gatewayLogs` of state-delays.ts), whatever became of the stage. */
import type { Cloud, LogSink } from '../../cloud.ts';

export interface LateLogs extends LogSink {
  /** Forgets the lines that are still on their way. */
  drop(): void;
}

export function lateLogs({ logs, clock, transitions }: Pick<Cloud, 'logs' | 'clock' | 'transitions'>): LateLogs {
  /** Each cancels one line. */
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
