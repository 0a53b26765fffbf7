/** The alarms on executions of state machines, if `alarms` asks for them. Pure. */
import type { StageConfig } from '../config/config.ts';
import { AT_ONCE, type Watch } from './alarm-watch.ts';
import { ref } from './ids.ts';

/** The ends of an execution that nobody wanted. */
const FAILURES = ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsThrottled'] as const;

/** The alarms by their names, which contain the state machine's name. An imported one has the alarms of its owner. */
export function stateMachineWatches({ alarms, stateMachines }: StageConfig): Record<string, Watch> {
  if (!alarms.failedExecutions) return {};
  const own = Object.keys(stateMachines).filter((name) => stateMachines[name]!.import === undefined);
  return Object.fromEntries(own.map((name) => [`machine-${name}-failures`, failureWatch(name)]));
}

function failureWatch(name: string): Watch {
  return {
    description: `Executions of state machine ${name} fail, run out of time or are throttled.`,
    metrics: FAILURES.map((metric, index) => ({
      id: `m${index}`,
      namespace: 'AWS/States',
      dimensions: { StateMachineArn: ref(`state-machine/${name}`, 'arn') },
      name: metric,
      stat: 'Sum',
    })),
    expression: FAILURES.map((_, index) => `FILL(m${index}, 0)`).join(' + '),
    threshold: 0,
    ...AT_ONCE,
    after: `state-machine/${name}`,
  };
}
