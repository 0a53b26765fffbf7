import { operation } from '../../../cloud/operation.ts';
import type { UsagePlan } from '../../../state/apis/model.ts';
import { badRequest } from '../errors.ts';
import { newShortId } from '../identifiers.ts';
import { compact, type Members, nonEmpty, structure, text, textMap } from '../members.ts';
import { usagePlans } from '../state.ts';
import { checkedTags } from '../tags/checked-tags.ts';
import { apiStagesIn } from './api-stages.ts';
import { quotaIn, throttleIn } from './plan-limits.ts';

export const createUsagePlan = operation({
  name: 'CreateUsagePlan',
  http: 'POST /usageplans',
  status: 201,
  run(input: Members, context): UsagePlan {
    const name = nonEmpty(text(input, 'name'));
    if (name === undefined) throw badRequest('Usage Plan name must be non-empty');
    const throttle = structure(input, 'throttle');
    const quota = structure(input, 'quota');
    const tags = textMap(input, 'tags');
    const plan: UsagePlan = compact({
      id: newShortId(context),
      name,
      description: nonEmpty(text(input, 'description')),
      apiStages: apiStagesIn(context, input),
      throttle: throttle && throttleIn(throttle),
      quota: quota && quotaIn(quota),
      tags: tags && checkedTags({}, tags),
    });
    usagePlans(context).put(plan.id, plan);
    return plan;
  },
});
