/** GetUsagePlan, GetUsagePlans (all plans, or those of one key) and DeleteUsagePlan. */
import { operation } from '../../../cloud/operation.ts';
import { badRequest } from '../errors.ts';
import { type Members, requiredText, text } from '../members.ts';
import { page } from '../paging.ts';
import { deleteOwned, requireUsagePlan, usageCounts, usagePlanKeys, usagePlans } from '../state.ts';

export const getUsagePlan = operation({
  name: 'GetUsagePlan',
  http: 'GET /usageplans/{usagePlanId}',
  // GetUsagePlan shows an empty tag map, CreateUsagePlan none [recorded].
  run: (input: Members, context) => ({ tags: {}, ...requireUsagePlan(context, requiredText(input, 'usagePlanId')) }),
});

export const getUsagePlans = operation({
  name: 'GetUsagePlans',
  http: 'GET /usageplans',
  run(input: Members, context) {
    const keyId = text(input, 'keyId');
    const all = usagePlans(context).values();
    const wanted = keyId === undefined ? all : all.filter(({ id }) => usagePlanKeys(context).has(`${id}/${keyId}`));
    return page(wanted, (plan) => plan.id, input);
  },
});

export const deleteUsagePlan = operation({
  name: 'DeleteUsagePlan',
  http: 'DELETE /usageplans/{usagePlanId}',
  status: 202,
  run(input: Members, context) {
    const { id, apiStages = [] } = requireUsagePlan(context, requiredText(input, 'usagePlanId'));
    const attached = apiStages[0];
    if (attached) {
      const example = `${attached.apiId}:${attached.stage}`;
      throw badRequest(
        `Cannot delete Usage Plan ${id} because there are API Stages associated with it, including ${example}`,
      );
    }
    deleteOwned(usagePlanKeys(context), id);
    deleteOwned(usageCounts(context), id);
    usagePlans(context).delete(id);
  },
});
