/** Describes the kind `state-machine`. */
import { baseName } from '../../../naming/names.ts';
import { footprintBefore } from '../../releases/footprint-before.ts';
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
    leftOver: ({ owner, observed }) =>
      footprintBefore(observed).flatMap(({ what, name, part }) =>
        what === 'machine' && part === undefined ? [`${baseName(owner)}-${name}`] : [],
      ),
  },
  search: stateMachineSearch,
};
