/** Describes the kind `state-machine`. */
import { stateMachineName } from '../../../naming/names.ts';
import { namesBefore } from '../../releases/footprint-before.ts';
import type { KindDefinition } from '../definition.ts';
import { stateMachineSearch } from './search.ts';
import type { StateMachineShape } from './shape.ts';
import { stateMachineKind } from './state-machine.ts';

export const stateMachine: KindDefinition<StateMachineShape> = {
  kind: 'state-machine',
  plural: 'state machines',
  create: stateMachineKind,
  former: {
    properties: ({ tags }) => ({ definition: '', type: 'standard', role: '', tags }),
    leftOver: ({ owner, observed }) => namesBefore(observed, 'machine').map((name) => stateMachineName(owner, name)),
  },
  search: stateMachineSearch,
};
