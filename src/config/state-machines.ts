/**
 * `stateMachines` of apikit.yaml: their schema (draft-07) and their defaults. The definition is a file of its own in
 * the Amazon States Language (docs/events.md). Pure.
 */
import { consumerRuntime, type FunctionSettings } from './queues.ts';
import { type Schema, section } from './schema-node.ts';

export interface StateMachineConfig {
  /** The path of the definition relative to the project's root. Only an imported state machine has none. */
  definition?: string;
  type: 'standard' | 'express';
  /** The functions that only this state machine calls, by name. */
  functions: Record<string, StepFunction>;
  /** The ARN of an existing state machine, which the stage starts as it is. */
  import?: string;
}

export interface StepFunction {
  /** The path relative to the project's root. */
  handler: string;
  runtime: string;
}

export interface RawStateMachine extends Partial<Omit<StateMachineConfig, 'functions'>> {
  functions?: Record<string, string>;
}

export const stateMachinesSchema: Schema = {
  type: 'object',
  description:
    'State machines of Step Functions by name. An operation starts one with x-apikit: { integration: { stepFunctions: <name> } } (docs/events.md). STATE_MACHINE_<NAME> has the ARN for the handler.',
  propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_-]*$' },
  additionalProperties: section('One state machine.', {
    definition: {
      type: 'string',
      minLength: 1,
      description:
        "File with the definition in the Amazon States Language as JSON, relative to the project's folder: flows/order.asl.json. Required without import.",
    },
    type: {
      enum: ['standard', 'express'],
      description:
        'standard: executions of up to a year with a history. express: executions of up to five minutes that AWS bills by their duration. Cannot be changed later. Default: standard.',
    },
    functions: {
      type: 'object',
      description:
        'The functions of its tasks by name, each with its file: charge: src/charge.ts. $' +
        '{function.<name>.arn} in the definition stands for one. Default: none.',
      propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_-]*$' },
      additionalProperties: { type: 'string', minLength: 1 },
    },
    import: {
      type: 'string',
      pattern: '^arn:aws[a-z-]*:states:[a-z0-9-]+:\\d{12}:stateMachine:[A-Za-z0-9_-]{1,80}$',
      description: 'ARN of an existing state machine to start as it is. apikit does not change, tag or delete it.',
    },
  }),
};

/** `imports`: whether the stage starts the state machines of others, or has its own in their place. */
export function resolveStateMachine(
  { functions = {}, import: imported, ...machine }: RawStateMachine,
  fn: FunctionSettings,
  imports: (arn: string) => boolean,
): StateMachineConfig {
  return {
    type: 'standard',
    ...machine,
    functions: Object.fromEntries(
      Object.entries(functions).map(([name, handler]) => [name, { handler, runtime: consumerRuntime(handler, fn) }]),
    ),
    ...(imported !== undefined && imports(imported) && { import: imported }),
  };
}
