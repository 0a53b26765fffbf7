/** State machines and their executions as they are stored, and how requests name them. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { pagesOf } from '../../cloud/page.ts';
import type { Collection } from '../../storage/store.ts';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** Collection `states.machines`, keyed by name. */
export interface StateMachine {
  readonly name: string;
  /** JSON text in the Amazon States Language. */
  readonly definition: string;
  readonly roleArn: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly tags: readonly Tag[];
  readonly revision: string;
  /** epoch milliseconds */
  readonly createdAt: number;
}

/** Collection `states.executions`, keyed by `<machine>:<name>`, for an express one with its ID behind it. */
export interface Execution {
  readonly machine: string;
  readonly name: string;
  /** The ID of an express execution. Such an execution is forgotten when it ends. */
  readonly express?: string;
  /** The definition and the role at its start: an update affects only later executions. */
  readonly definition: string;
  readonly roleArn: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';
  /** JSON text. */
  readonly input: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly startedAt: number;
  readonly stoppedAt?: number;
  /** While it runs: the state that it is in, so that it continues there after a restart. */
  readonly position?: Position;
}

export interface Position {
  readonly state: string;
  /** The input of the state. */
  readonly data: unknown;
  /** When the execution entered the state. */
  readonly since: number;
  /** How often the state's work has failed, by the retrier that counts it. */
  readonly failures: Readonly<Record<number, number>>;
}

type Base = Pick<CloudBase, 'collection'>;

export const machinesOf = (cloud: Base, scope: Scope): Collection<StateMachine> =>
  cloud.collection(scope, 'states.machines');

export const executionsOf = (cloud: Base, scope: Scope): Collection<Execution> =>
  cloud.collection(scope, 'states.executions');

export const machineArn = ({ region, account }: Scope, name: string): string =>
  `arn:aws:states:${region}:${account}:stateMachine:${name}`;

type Named = Pick<Execution, 'machine' | 'name' | 'express'>;

export const executionArn = ({ region, account }: Scope, named: Named): string =>
  `arn:aws:states:${region}:${account}:${named.express === undefined ? 'execution' : 'express'}:${executionKey(named)}`;

export const executionKey = ({ machine, name, express }: Named): string =>
  [machine, name, ...(express === undefined ? [] : [express])].join(':');

/** Throws InvalidArn or StateMachineDoesNotExist. */
export function findMachine(arn: string, context: OperationContext): StateMachine {
  const [, name] = /^arn:aws[a-z-]*:states:[^:]*:\d*:stateMachine:([^:]+)$/.exec(arn) ?? [];
  if (name === undefined) throw invalidArn(arn);
  const machine = machineArn(context, name) === arn ? machinesOf(context.cloud, context).get(name) : undefined;
  if (!machine) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  return machine;
}

/** Throws InvalidArn or ExecutionDoesNotExist. */
export function findExecution(arn: string, context: OperationContext): Execution {
  const [, key] = /^arn:aws[a-z-]*:states:[^:]*:\d*:execution:([^:]+:[^:]+)$/.exec(arn) ?? [];
  if (key === undefined) throw invalidArn(arn);
  const execution = executionsOf(context.cloud, context).get(key);
  if (!execution || executionArn(context, execution) !== arn) {
    throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }
  return execution;
}

export const invalidArn = (arn: string): AwsError => new AwsError('InvalidArn', `Invalid Arn: '${arn}'`);

/** Names have 1 to 80 characters without spaces, wildcards, brackets and control characters (API reference). */
export function checkName(name: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Step Functions rejects them
  if (name.length > 80 || name === '' || /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/.test(name)) {
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  }
}

/** Only encrypted data can be left out, and nothing here is encrypted. */
export function refuseMetadataOnly(name: string, includedData: string | undefined): void {
  if (includedData === 'METADATA_ONLY') throw notImplemented(`StepFunctions ${name} with includedData METADATA_ONLY`);
}

export const page = pagesOf((token) => new AwsError('InvalidToken', `Invalid Token: '${token}'`));
