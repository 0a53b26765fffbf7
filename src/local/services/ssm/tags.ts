/** AddTagsToResource, RemoveTagsFromResource, ListTagsForResource, for parameters. */
import { AwsError, notImplemented } from '../../aws-error.ts';
import { type Member, TAG_KEY, TAG_VALUE } from '../../constraints.ts';
import { type OperationContext, operation } from '../../operation.ts';
import { check, type Parameter, parametersOf, storedAt, type Tag } from './model.ts';

interface Resource {
  ResourceType: string;
  ResourceId: string;
}

export const addTagsToResource = operation<Resource & { Tags: Tag[] }, object>({
  name: 'AddTagsToResource',
  run(input, context) {
    const parameter = taggedParameter(input, context);
    check(['tags', input.Tags, { required: true }]);
    const kept = parameter.tags.filter(({ Key }) => !input.Tags.some((tag) => tag.Key === Key));
    const tags = [...kept, ...input.Tags];
    checkTags(tags);
    parametersOf(context).put(parameter.name, { ...parameter, tags });
    return {};
  },
});

export const removeTagsFromResource = operation<Resource & { TagKeys: string[] }, object>({
  name: 'RemoveTagsFromResource',
  run(input, context) {
    const parameter = taggedParameter(input, context);
    check(['tagKeys', input.TagKeys, { required: true }]);
    const tags = parameter.tags.filter(({ Key }) => !input.TagKeys.includes(Key));
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
  check(
    ['tags', tags, { maxLength: 50 }],
    ...tags.flatMap(({ Key, Value }, index): Member[] => [
      [`tags.${index + 1}.member.key`, Key, TAG_KEY],
      [`tags.${index + 1}.member.value`, Value, { ...TAG_VALUE, required: true }],
    ]),
  );
}

function taggedParameter({ ResourceType, ResourceId }: Resource, context: OperationContext): Parameter {
  check(['resourceType', ResourceType, { required: true }], ['resourceId', ResourceId, { required: true }]);
  if (ResourceType !== 'Parameter') throw notImplemented(`SSM tags of a ${ResourceType}`);
  const parameter = storedAt(context, ResourceId);
  if (!parameter) throw new AwsError('InvalidResourceId', `The resource ID ${ResourceId} is not valid.`);
  return parameter;
}
