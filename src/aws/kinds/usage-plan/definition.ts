/** Describes the kind `usage-plan`. */
import type { KindDefinition } from '../definition.ts';
import type { UsagePlanShape } from './shape.ts';
import { usagePlanKind } from './usage-plan.ts';

export const usagePlan: KindDefinition<UsagePlanShape> = {
  kind: 'usage-plan',
  plural: 'usage plans',
  create: usagePlanKind,
  // A plan is deleted before the stage that it covers (docs/pitfalls.md, pitfall 18).
  former: { leftOver: 'listed', after: ['stage', 'api'] },
};
