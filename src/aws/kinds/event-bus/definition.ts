/** Describes the kind `event-bus`. */
import { eventBusName } from '../../../naming/names.ts';
import { namesBefore } from '../../releases/footprint-before.ts';
import type { KindDefinition } from '../definition.ts';
import { eventBusKind } from './event-bus.ts';
import { eventBusSearch } from './search.ts';
import type { EventBusShape } from './shape.ts';

export const eventBus: KindDefinition<EventBusShape> = {
  kind: 'event-bus',
  plural: 'event buses',
  create: eventBusKind,
  former: {
    leftOver: ({ owner, observed }) => namesBefore(observed, 'bus').map((name) => eventBusName(owner, name)),
  },
  search: eventBusSearch,
};
