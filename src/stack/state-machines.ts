/**
 * The state machines of a stage, each with a role that has exactly the permissions that its definition needs. The
 * functions of its tasks are among the consumers (`consumers.ts`). Pure.
 */
import type { StageConfig } from '../config/config.ts';
import { stateMachineArnOf } from '../config/physical-state-machine.ts';
import { definitionValues, filled } from '../config/placeholders.ts';
import type { ArnScope } from '../naming/arn-scope.ts';
import { stateMachineName, stateMachineRoleName, stepFunction } from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';
import { checkDefinition } from '../states-language/check-definition.ts';
import { type TaskPermission, taskPermissions } from '../states-language/task-permissions.ts';
import { ref, type StageResource } from './ids.ts';

/** The trust policy that AWS recommends, without the account, which only the deploy knows. */
const STATES_TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** Takes the place of a state machine of somebody else where the stage must not or cannot start that one. */
const STAND_IN = JSON.stringify({
  Comment: 'Stands for an imported state machine, and ends at once.',
  StartAt: 'Done',
  States: { Done: { Type: 'Succeed' } },
});

interface Input {
  readonly config: StageConfig;
  readonly facts: ArnScope;
  /** The definitions as the files have them, by the names of the state machines. */
  readonly definitions?: Readonly<Record<string, string>>;
}

type Resources = (StageResource<`role/${string}`> | StageResource<`state-machine/${string}`>)[];

export function stateMachineResources({ config, facts, definitions = {} }: Input, tags: Tags): Resources {
  return Object.entries(config.stateMachines).flatMap(([name, machine]): Resources => {
    if (machine.import !== undefined) return [];
    // Commands that do not read the files do not know the definition, and change nothing of the state machine.
    const text = machine.definition === undefined ? STAND_IN : definitions[name];
    const definition = text === undefined ? '' : filled(text, definitionValues(config, name, facts));
    const role: StageResource<`role/${string}`> = {
      id: `role/${name}-machine`,
      kind: 'role',
      name: stateMachineRoleName(config, name),
      properties: {
        trustPolicy: STATES_TRUST,
        policies: policiesFor(definition, facts),
        ...config.function.role,
        tags,
      },
    };
    return [
      role,
      {
        id: `state-machine/${name}`,
        kind: 'state-machine',
        name: stateMachineName(config, name),
        properties: { definition, type: machine.type, role: ref(`role/${name}-machine`, 'arn'), tags },
        after: Object.keys(machine.functions).map((each) => `consumer/${stepFunction(name, each)}`),
      },
    ];
  });
}

function policiesFor(definition: string, facts: ArnScope): Record<string, { Version: string; Statement: object[] }> {
  const { machine } = checkDefinition(definition);
  const { permissions } = machine ? taskPermissions(machine, facts) : { permissions: [] };
  if (permissions.length === 0) return {};
  return { tasks: { Version: '2012-10-17', Statement: permissions.map(statement) } };
}

const statement = ({ action, resources }: TaskPermission): object => ({
  Effect: 'Allow',
  Action: [action],
  Resource: resources,
});

/** The ARNs of all state machines that operations may start. */
export const stateMachineArns = (config: StageConfig, facts: ArnScope): string[] =>
  Object.keys(config.stateMachines).map((name) => stateMachineArnOf(config, name, facts));
