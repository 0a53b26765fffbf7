/** Describes the kind `event-rule`. */

import { DEFAULT_BUS } from '../../../naming/default-bus.ts';
import { baseName, eventBusName, eventRulePath } from '../../../naming/names.ts';
import { footprintBefore } from '../../releases/footprint-before.ts';
import type { KindDefinition } from '../definition.ts';
import { eventRuleKind } from './event-rule.ts';
import { rulePath } from './rule-path.ts';
import { eventRuleSearch } from './search.ts';
import type { EventRuleShape } from './shape.ts';

export const eventRule: KindDefinition<EventRuleShape> = {
  kind: 'event-rule',
  plural: 'rules of event buses',
  create: eventRuleKind,
  former: {
    properties: ({ tags }) => ({ pattern: '', target: '', tags }),
    // A rule that moves to another bus is on both for a moment, so the ID has the bus.
    id: (name, owner) => `event-rule/${name.replaceAll(`${baseName(owner)}-`, '')}`,
    // A bus with rules cannot be deleted.
    after: (name, owner) => [`event-bus/${rulePath(name).bus.replace(`${baseName(owner)}-`, '')}`],
    leftOver: ({ owner, observed }) =>
      footprintBefore(observed).flatMap(({ what, name, part }) =>
        what === 'rule'
          ? [eventRulePath(owner, part === undefined ? DEFAULT_BUS : eventBusName(owner, part), name)]
          : [],
      ),
  },
  search: eventRuleSearch,
};
