/** CreateStateMachine, UpdateStateMachine, DescribeStateMachine, DeleteStateMachine and ListStateMachines. */
import { assumableRole } from '../../authorization/service-role.ts';
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { parseDefinition } from './definition.ts';
import {
  checkName,
  findMachine,
  invalidArn,
  machineArn,
  machinesOf,
  page,
  refuseMetadataOnly,
  type StateMachine,
} from './model.ts';
import { operation } from './operation.ts';
import { NOT_ASSUMABLE } from './task.ts';

const UNSUPPORTED = ['publish', 'versionDescription', 'encryptionConfiguration'] as const;

/** Logs and traces of executions do not exist here, so turning them on is refused. */
function refuseObserving(
  name: string,
  {
    loggingConfiguration,
    tracingConfiguration,
  }: {
    readonly loggingConfiguration?: { readonly level?: string };
    readonly tracingConfiguration?: { readonly enabled?: boolean };
  },
): void {
  if ((loggingConfiguration?.level ?? 'OFF') !== 'OFF') throw notImplemented(`StepFunctions ${name} with logging`);
  if (tracingConfiguration?.enabled) throw notImplemented(`StepFunctions ${name} with tracing`);
}

/** The same name with the same definition and role is the same state machine. */
export const createStateMachine = operation('CreateStateMachine', (input, context) => {
  refuseMembers('StepFunctions CreateStateMachine', input, UNSUPPORTED);
  refuseObserving('CreateStateMachine', input);
  const { name, definition, roleArn, type = 'STANDARD', tags = [] } = input;
  checkName(name);
  checkRole(roleArn, context);
  parseDefinition(definition);
  const machines = machinesOf(context.cloud, context);
  const known = machines.get(name);
  if (known && (known.definition !== definition || known.roleArn !== roleArn || known.type !== type)) {
    const arn = machineArn(context, name);
    throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
  }
  const machine: StateMachine = known ?? {
    name,
    definition,
    roleArn,
    type,
    tags: tags.map(({ key = '', value = '' }) => ({ key, value })),
    revision: context.cloud.ids.uuid(),
    createdAt: context.cloud.clock.now(),
  };
  machines.put(name, machine);
  return { stateMachineArn: machineArn(context, name), creationDate: new Date(machine.createdAt) };
});

/** Step Functions tries to assume the role (docs/aws/step-functions.md). */
function checkRole(arn: string, { cloud }: OperationContext): void {
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(arn)) throw invalidArn(arn);
  if (assumableRole(cloud, arn, 'states.amazonaws.com')) return;
  throw new AwsError('AccessDeniedException', NOT_ASSUMABLE);
}

export const updateStateMachine = operation('UpdateStateMachine', (input, context) => {
  refuseMembers('StepFunctions UpdateStateMachine', input, UNSUPPORTED);
  refuseObserving('UpdateStateMachine', input);
  const machine = findMachine(input.stateMachineArn, context);
  const { definition = machine.definition, roleArn = machine.roleArn } = input;
  if (input.definition === undefined && input.roleArn === undefined) {
    throw new AwsError(
      'MissingRequiredParameter',
      'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
    );
  }
  checkRole(roleArn, context);
  parseDefinition(definition);
  const revision = context.cloud.ids.uuid();
  machinesOf(context.cloud, context).put(machine.name, { ...machine, definition, roleArn, revision });
  return { updateDate: new Date(context.cloud.clock.now()), revisionId: revision };
});

export const describeStateMachine = operation('DescribeStateMachine', ({ stateMachineArn, includedData }, context) => {
  refuseMetadataOnly('DescribeStateMachine', includedData);
  const machine = findMachine(stateMachineArn, context);
  return {
    ...listed(machine, context),
    status: 'ACTIVE' as const,
    definition: machine.definition,
    roleArn: machine.roleArn,
    loggingConfiguration: { level: 'OFF' as const, includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    revisionId: machine.revision,
  };
});

const listed = ({ name, type, createdAt }: StateMachine, context: OperationContext) => ({
  stateMachineArn: machineArn(context, name),
  name,
  type,
  creationDate: new Date(createdAt),
});

/** Deleting a missing state machine succeeds. Executions that run end at their next state. */
export const deleteStateMachine = operation('DeleteStateMachine', ({ stateMachineArn }, context) => {
  const name = /:stateMachine:([^:]+)$/.exec(stateMachineArn)?.[1];
  if (name === undefined) throw invalidArn(stateMachineArn);
  machinesOf(context.cloud, context).delete(name);
});

export const listStateMachines = operation('ListStateMachines', ({ maxResults, nextToken }, context) => {
  const all = machinesOf(context.cloud, context).values();
  const { items, next } = page(all, maxResults || 100, nextToken);
  return { stateMachines: items.map((machine) => listed(machine, context)), nextToken: next };
});
