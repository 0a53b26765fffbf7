/** The metrics of executions (Step Functions Developer Guide, "Metrics in CloudWatch"). */
import type { Cloud, Scope } from '../../cloud/cloud.ts';
import { machineArn } from './model.ts';

type Counted =
  | 'ExecutionsStarted'
  | 'ExecutionsSucceeded'
  | 'ExecutionsFailed'
  | 'ExecutionsAborted'
  | 'ExecutionsTimedOut';

export function countExecution(cloud: Pick<Cloud, 'metrics'>, scope: Scope, machine: string, name: Counted): void {
  const dimensions = { StateMachineArn: machineArn(scope, machine) };
  cloud.metrics.meter(scope, { namespace: 'AWS/States', name, dimensions, unit: 'Count' })(1);
}
