/** AddTagsToResource, RemoveTagsFromResource, ListTagsForResource, for parameters. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { type OperationContext, operation } from '../../cloud/operation.ts';
import { type Tag, withoutTags, withTags } from '../../cloud/tag-list.ts';
import { check, type Parameter, parametersOf, storedAt } from './model.ts';

interface Resource {
  ResourceType: string;
  ResourceId: string;
}

export const addTagsToResource = operation<Resource & { Tags: Tag[] }, object>({
  name: 'AddTagsToResource',
  run(input, context) {
    const parameter = taggedParameter(input, context);
    const tags = withTags(parameter.tags, input.Tags);
    checkTags(tags);
    parametersOf(context).put(parameter.name, { ...parameter, tags });
    return {};
  },
});

export const removeTagsFromResource = operation<Resource & { TagKeys: string[] }, object>({
  name: 'RemoveTagsFromResource',
  run(input, context) {
    const parameter = taggedParameter(input, context);
    const tags = withoutTags(parameter.tags, input.TagKeys);
    parametersOf(context).put(parameter.name, { ...parameter, tags });
    return {};
  },
});

export const listTagsForResource = operation<Resource, unknown>({
  name: 'ListTagsForResource',
  run: (input, context) => ({ TagList: taggedParameter(input, context).tags }),
});

/** Throws ValidationException. */
export function checkTags(tags: readonly Tag[]): void {
  check(['tags', tags, { maxLength: 50 }]);
}

function taggedParameter({ ResourceType, ResourceId }: Resource, context: OperationContext): Parameter {
  if (ResourceType !== 'Parameter') throw notImplemented(`SSM tags of a ${ResourceType}`);
  const parameter = storedAt(context, ResourceId);
  if (!parameter) throw new AwsError('InvalidResourceId', `The resource ID ${ResourceId} is not valid.`);
  return parameter;
}
