/** ListTagsForResource, TagResource, UntagResource for budgets. */
import { type OperationContext, operation } from '../../cloud/operation.ts';
import { type Tag, withoutTags, withTags } from '../../cloud/tag-list.ts';
import { budgetArn, budgetsOf, check, checkTags, notFound, type StoredBudget } from './model.ts';

export const listTagsForResource = operation<{ ResourceARN: string }, unknown>({
  name: 'ListTagsForResource',
  run: ({ ResourceARN }, context) => ({ ResourceTags: byArn(ResourceARN, context).tags }),
});

export const tagResource = operation<{ ResourceARN: string; ResourceTags: Tag[] }, object>({
  name: 'TagResource',
  run({ ResourceARN, ResourceTags }, context) {
    const stored = byArn(ResourceARN, context);
    check(['resourceTags', ResourceTags, { required: true }]);
    const tags = withTags(stored.tags, ResourceTags);
    checkTags(tags);
    budgetsOf(context).put(stored.budget.BudgetName, { ...stored, tags });
    return {};
  },
});

export const untagResource = operation<{ ResourceARN: string; ResourceTagKeys: string[] }, object>({
  name: 'UntagResource',
  run({ ResourceARN, ResourceTagKeys }, context) {
    const stored = byArn(ResourceARN, context);
    check(['resourceTagKeys', ResourceTagKeys, { required: true }]);
    const tags = withoutTags(stored.tags, ResourceTagKeys);
    budgetsOf(context).put(stored.budget.BudgetName, { ...stored, tags });
    return {};
  },
});

/** Throws NotFoundException. */
function byArn(arn: string, context: OperationContext): StoredBudget {
  check(['resourceARN', arn, { required: true, minLength: 20, maxLength: 1011 }]);
  const prefix = budgetArn(context.account, '');
  const found = arn.startsWith(prefix) ? budgetsOf(context).get(arn.slice(prefix.length)) : undefined;
  if (!found) throw notFound(`Unable to find the resource: ${arn}`);
  return found;
}
