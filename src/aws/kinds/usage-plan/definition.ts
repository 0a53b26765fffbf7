/** Describes the kind `usage-plan`. */
import { listUsagePlans } from '../../api-gateway/usage-plans.ts';
import { inApiGateway } from '../../arns/own-arns.ts';
import type { KindDefinition } from '../definition.ts';
import { listedInApiGateway } from '../listed-in-api-gateway.ts';
import type { UsagePlanShape } from './shape.ts';
import { usagePlanKind } from './usage-plan.ts';

export const usagePlan: KindDefinition<UsagePlanShape> = {
  kind: 'usage-plan',
  plural: 'usage plans',
  create: usagePlanKind,
  // A plan is deleted before the stage that it covers (docs/pitfalls.md, pitfall 18).
  former: { leftOver: 'listed', after: ['stage', 'api'] },
  listing: {
    rights: [{ actions: ['apigateway:GET'], on: inApiGateway('/usageplans') }],
    async list({ clients, facts }, census) {
      const plans = await listUsagePlans(await clients.apiGateway());
      census.plans = plans.length;
      return listedInApiGateway(facts, '/usageplans', plans);
    },
  },
};
