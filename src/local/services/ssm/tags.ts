/** AddTagsToResource, RemoveTagsFromResource, ListTagsForResource, for parameters. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { tagsCheckedAs } from '../../cloud/tag-list.ts';
import { tagOperations } from '../../cloud/tag-operations.ts';
import type { ListTagsForResourceRequest } from '../../models/ssm.ts';
import { parametersOf, storedAt } from './model.ts';

export const checkTags = tagsCheckedAs('ValidationException');

export const { tagResource, untagResource, listTagsForResource } = tagOperations({
  names: ['AddTagsToResource', 'RemoveTagsFromResource', 'ListTagsForResource'],
  members: { tags: 'Tags', keys: 'TagKeys', listed: 'TagList' },
  find({ ResourceType, ResourceId }: ListTagsForResourceRequest, context) {
    if (ResourceType !== 'Parameter') throw notImplemented(`SSM tags of a ${ResourceType}`);
    const parameter = storedAt(context, ResourceId);
    if (!parameter) throw new AwsError('InvalidResourceId', `The resource ID ${ResourceId} is not valid.`);
    const { tags, name } = parameter;
    return { tags, put: (changed) => parametersOf(context).put(name, { ...parameter, tags: changed }) };
  },
  check: checkTags,
});
