/** API Gateway writes its logs some time after it has answered (`gatewayLogs` of state-delays.ts), whatever became of the stage. */
import type { Cloud, LogSink } from '../../cloud.ts';

export function lateLogs({ logs, clock, transitions }: Pick<Cloud, 'logs' | 'clock' | 'transitions'>): LogSink {
  return {
    write(...line) {
      const delay = transitions.takes('gatewayLogs');
      if (delay === 0) logs.write(...line);
      else clock.after(delay, () => logs.write(...line));
    },
  };
}
