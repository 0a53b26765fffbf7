import { tagOperations } from '../../cloud/tag-operations.ts';
import type { ListTagsForResourceRequest } from '../../models/budgets.ts';
import { budgetArn, budgetsOf, checkTags, notFound } from './model.ts';

export const { tagResource, untagResource, listTagsForResource } = tagOperations({
  members: { tags: 'ResourceTags', keys: 'ResourceTagKeys' },
  find({ ResourceARN: arn }: ListTagsForResourceRequest, context) {
    const prefix = budgetArn(context.account, '');
    const name = arn.slice(prefix.length);
    const stored = arn.startsWith(prefix) ? budgetsOf(context).get(name) : undefined;
    if (!stored) throw notFound(`Unable to find the resource: ${arn}`);
    return { tags: stored.tags, put: (tags) => budgetsOf(context).put(name, { ...stored, tags }) };
  },
  check: checkTags,
});
