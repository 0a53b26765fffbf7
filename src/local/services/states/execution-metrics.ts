/** The metrics of executions (Step Functions Developer Guide, "Metrics in CloudWatch"). */
import type { Cloud, Scope } from '../../cloud/cloud.ts';
import { type Execution, machineArn } from './model.ts';

const METRICS: Readonly<Record<Execution['status'], string>> = {
  RUNNING: 'ExecutionsStarted',
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  ABORTED: 'ExecutionsAborted',
  TIMED_OUT: 'ExecutionsTimedOut',
};

/** Counts that an execution has begun or ended with this status. */
export function countExecution(
  cloud: Pick<Cloud, 'metrics'>,
  scope: Scope,
  { machine, status }: Pick<Execution, 'machine' | 'status'>,
): void {
  const dimensions = { StateMachineArn: machineArn(scope, machine) };
  cloud.metrics.meter(scope, { namespace: 'AWS/States', name: METRICS[status], dimensions, unit: 'Count' })(1);
}
