/** StartExecution, DescribeExecution, StopExecution and ListExecutions. */
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { parseDefinition } from './definition.ts';
import { countExecution } from './execution-metrics.ts';
import {
  checkName,
  type Execution,
  executionArn,
  executionKey,
  executionsOf,
  findExecution,
  findMachine,
  machineArn,
  page,
  refuseMetadataOnly,
} from './model.ts';
import { operation } from './operation.ts';
import { runExecution } from './run-execution.ts';

/** Step Functions' limit in bytes for inputs and results. */
const MOST_BYTES = 262_144;

/** The same name with the same input is the same execution while it runs. */
export const startExecution = operation('StartExecution', (input, context) => {
  const { cloud } = context;
  const machine = findMachine(input.stateMachineArn, context);
  const { name = cloud.ids.uuid(), input: text = '{}' } = input;
  checkName(name);
  const data = parseInput(text);
  const isExpress = machine.type === 'EXPRESS';
  const named = { machine: machine.name, name, ...(isExpress && { express: cloud.ids.uuid() }) };
  const key = executionKey(named);
  const executions = executionsOf(cloud, context);
  const known = executions.get(key);
  if (known && (known.status !== 'RUNNING' || known.input !== text)) {
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn(context, known)}'`);
  }
  const now = cloud.clock.now();
  const { definition, roleArn } = machine;
  const execution: Execution = known ?? {
    ...named,
    definition,
    roleArn,
    status: 'RUNNING',
    input: text,
    startedAt: now,
    position: { state: parseDefinition(definition).StartAt, data, since: now, failures: {} },
  };
  if (!known) {
    executions.put(key, execution);
    countExecution(cloud, context, execution);
    runExecution(cloud, context, key);
  }
  return { executionArn: executionArn(context, execution), startDate: new Date(execution.startedAt) };
});

function parseInput(text: string): unknown {
  const invalid = (why: string) =>
    new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${why}'`);
  if (Buffer.byteLength(text) > MOST_BYTES) throw invalid(`the input is longer than ${MOST_BYTES} bytes`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid((error as Error).message);
  }
}

export const describeExecution = operation('DescribeExecution', ({ executionArn: arn, includedData }, context) => {
  refuseMetadataOnly('DescribeExecution', includedData);
  const execution = findExecution(arn, context);
  return {
    ...listed(execution, context),
    input: execution.input,
    inputDetails: { included: true },
    output: execution.output,
    outputDetails: execution.output === undefined ? undefined : { included: true },
    error: execution.error,
    cause: execution.cause,
  };
});

const listed = (execution: Execution, context: OperationContext) => ({
  executionArn: executionArn(context, execution),
  stateMachineArn: machineArn(context, execution.machine),
  name: execution.name,
  status: execution.status,
  startDate: new Date(execution.startedAt),
  stopDate: execution.stoppedAt === undefined ? undefined : new Date(execution.stoppedAt),
});

export const stopExecution = operation('StopExecution', ({ executionArn: arn, error, cause }, context) => {
  const { position: _, ...execution } = findExecution(arn, context);
  const { status, stoppedAt = context.cloud.clock.now() } = execution;
  if (status === 'RUNNING') {
    const aborted: Execution = {
      ...execution,
      status: 'ABORTED',
      stoppedAt,
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    };
    executionsOf(context.cloud, context).put(executionKey(aborted), aborted);
    countExecution(context.cloud, context, aborted);
  }
  return { stopDate: new Date(stoppedAt) };
});

/** The newest first. */
export const listExecutions = operation('ListExecutions', (input, context) => {
  refuseMembers('StepFunctions ListExecutions', input, ['mapRunArn', 'redriveFilter']);
  const machine = findMachine(input.stateMachineArn ?? '', context);
  if (machine.type === 'EXPRESS') {
    throw new AwsError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
  }
  const found = executionsOf(context.cloud, context)
    .values()
    .filter(({ machine: of, status }) => of === machine.name && (input.statusFilter ?? status) === status)
    .reverse();
  const { items, next } = page(found, input.maxResults || 100, input.nextToken);
  return { executions: items.map((execution) => listed(execution, context)), nextToken: next };
});
