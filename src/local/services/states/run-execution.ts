/**
 * Runs executions: one state after the other, each stored before its work begins, so that an execution continues in the
 * same state after a stop or a kill. A task may therefore run twice, as on AWS.
 */
import type { Cloud, Scope } from '../../cloud/cloud.ts';
import type { Store } from '../../storage/store.ts';
import { choose } from './choice.ts';
import { type Definition, parseDefinition, type State } from './definition.ts';
import { countExecution } from './execution-metrics.ts';
import { type Execution, executionArn, executionsOf, machinesOf, type Position } from './model.ts';
import { fill, put, read } from './paths.ts';
import { matches, StateError } from './state-error.ts';
import { runTask } from './task.ts';

/** Milliseconds: five minutes (Step Functions Developer Guide, "Choosing workflow type"). */
const LONGEST_EXPRESS = 300_000;

/** Executions that run in this process, by `Store`. An aborted one ends without a further change. */
const running = new WeakMap<Store, AbortController>();

function signalOf(store: Store): AbortSignal {
  const controller = running.get(store) ?? new AbortController();
  running.set(store, controller);
  return controller.signal;
}

export function stopExecutions(store: Store): void {
  running.get(store)?.abort();
  running.delete(store);
}

/** Continues with the executions in the store. */
export function resumeExecutions(cloud: Cloud): void {
  for (const region of cloud.regions()) {
    const scope = { account: cloud.options.account, region };
    const executions = executionsOf(cloud, scope);
    for (const key of executions.keys()) if (executions.get(key)!.status === 'RUNNING') runExecution(cloud, scope, key);
  }
}

export function runExecution(cloud: Cloud, { account, region }: Scope, key: string): void {
  const scope = { account, region };
  const signal = signalOf(cloud.store);
  const executions = executionsOf(cloud, scope);
  const current = () => {
    const execution = executions.get(key);
    return signal.aborted || execution?.status !== 'RUNNING' ? undefined : execution;
  };
  const end = (result: Pick<Execution, 'status' | 'output' | 'error' | 'cause'>) => {
    const execution = current();
    if (!execution) return;
    const { position: _, ...rest } = execution;
    const ended = { ...rest, ...result, stoppedAt: cloud.clock.now() };
    if (ended.express === undefined) executions.put(key, ended);
    else executions.delete(key);
    countExecution(cloud, scope, ended);
  };
  const enter = (position: Omit<Position, 'since'> & { readonly since?: number }) => {
    const execution = current();
    if (!execution) return;
    if (!machinesOf(cloud, scope).has(execution.machine)) return end({ status: 'ABORTED' });
    const since = position.since ?? cloud.clock.now();
    executions.put(key, { ...execution, position: { ...position, since } });
  };

  const step = async (): Promise<void> => {
    for (let execution = current(); execution?.position; execution = current()) {
      const { position } = execution;
      if (execution.express !== undefined && cloud.clock.now() - execution.startedAt > LONGEST_EXPRESS) {
        return end({ status: 'TIMED_OUT', error: 'States.Timeout' });
      }
      const definition = parseDefinition(execution.definition);
      const state = definition.States[position.state]!;
      try {
        const outcome = await work(cloud, scope, execution, state, position.data, position.since);
        if ('output' in outcome) return end({ status: 'SUCCEEDED', output: JSON.stringify(outcome.output) });
        enter({ state: outcome.next, data: outcome.data, failures: {} });
      } catch (error) {
        if (!(error instanceof StateError)) throw error;
        if (signal.aborted) return;
        const delay = handleFailure(definition, position, state, error);
        if (delay === undefined) return end({ status: 'FAILED', error: error.error, cause: error.message });
        if (delay.wait > 0) await new Promise<void>((resolve) => void cloud.clock.after(delay.wait, resolve));
        enter(delay.position);
      }
    }
  };
  step().catch((error: unknown) => {
    // When the cloud closes, it interrupts calls. Any other error is a bug, but must not end the cloud.
    if (signal.aborted) return;
    process.stderr.write(`execution ${key}: ${error instanceof Error ? error.stack : String(error)}\n`);
    end({ status: 'FAILED', error: 'States.Runtime', cause: String(error) });
  });
}

type Outcome = { readonly output: unknown } | { readonly next: string; readonly data: unknown };

async function work(
  cloud: Cloud,
  scope: Scope,
  execution: Execution,
  state: State,
  raw: unknown,
  since: number,
): Promise<Outcome> {
  const input = atPath(raw, state.InputPath);
  switch (state.Type) {
    case 'Fail':
      throw new StateError(state.Error ?? 'States.Runtime', state.Cause ?? '');
    case 'Succeed':
      return { output: atPath(input, state.OutputPath) };
    case 'Choice':
      return { next: choose(state, input), data: atPath(input, state.OutputPath) };
    case 'Wait': {
      const left = waitUntil(state, input, since) - cloud.clock.now();
      if (left > 0) await new Promise<void>((resolve) => void cloud.clock.after(left, resolve));
      return following(state, input);
    }
    default: {
      const given = state.Parameters === undefined ? input : fill(state.Parameters, input);
      const result =
        state.Type === 'Pass'
          ? (state.Result ?? given)
          : await runTask(
              cloud,
              scope,
              {
                resource: state.Resource!,
                roleArn: execution.roleArn,
                execution: executionArn(scope, execution).split(':').at(-1)!,
              },
              given,
            );
      const selected = state.ResultSelector === undefined ? result : fill(state.ResultSelector, result);
      return following(state, withResult(raw, selected, state.ResultPath));
    }
  }
}

function following(state: State, data: unknown): Outcome {
  const output = atPath(data, state.OutputPath);
  return state.Next === undefined ? { output } : { next: state.Next, data: output };
}

/** `null` stands for an empty object. */
const atPath = (data: unknown, path: string | null = '$'): unknown => (path === null ? {} : read(data, path));

/** `null` drops the result. */
const withResult = (data: unknown, result: unknown, path: string | null = '$'): unknown =>
  path === null ? data : put(data, path, result);

function waitUntil({ Seconds, SecondsPath, Timestamp, TimestampPath }: State, input: unknown, since: number): number {
  if (Timestamp !== undefined) return Date.parse(Timestamp);
  if (TimestampPath !== undefined) return Date.parse(String(read(input, TimestampPath)));
  return since + 1000 * Number(Seconds ?? read(input, SecondsPath ?? '$'));
}

/** Returns the next position after a failure, or `undefined` if the execution fails. */
function handleFailure(
  { States }: Definition,
  position: Position,
  { Retry = [], Catch = [] }: State,
  failure: StateError,
): { readonly wait: number; readonly position: Omit<Position, 'since'> } | undefined {
  const index = Retry.findIndex(({ ErrorEquals }) => matches(failure, ErrorEquals));
  const retrier = Retry[index];
  const tried = position.failures[index] ?? 0;
  if (retrier && tried < (retrier.MaxAttempts ?? 3)) {
    const seconds = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** tried;
    const failures = { ...position.failures, [index]: tried + 1 };
    return { wait: seconds * 1000, position: { state: position.state, data: position.data, failures } };
  }
  const catcher = Catch.find(({ ErrorEquals }) => matches(failure, ErrorEquals));
  if (!catcher || !Object.hasOwn(States, catcher.Next)) return undefined;
  const caught = withResult(position.data, { Error: failure.error, Cause: failure.message }, catcher.ResultPath);
  return { wait: 0, position: { state: catcher.Next, data: caught, failures: {} } };
}
