/** The names and ARNs of state machines in AWS. Pure. */
import type { ArnScope } from '../naming/arn-scope.ts';
import { stateMachineArn } from '../naming/arns.ts';
import { stateMachineName } from '../naming/names.ts';
import type { StageConfig } from './config.ts';

type Machines = Pick<StageConfig, 'app' | 'stage' | 'stateMachines'>;

/** `machine` is its name in apikit.yaml. */
export function physicalStateMachine(config: Machines, machine: string): string {
  return config.stateMachines[machine]?.import?.split(':').at(-1) ?? stateMachineName(config, machine);
}

export function stateMachineArnOf(config: Machines, machine: string, scope: ArnScope): string {
  return config.stateMachines[machine]?.import ?? stateMachineArn(scope, stateMachineName(config, machine));
}
