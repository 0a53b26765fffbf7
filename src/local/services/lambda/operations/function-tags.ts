/** TagResource, UntagResource, ListTags for functions and event source mappings. */
import type { OperationContext } from '../../../cloud/operation.ts';
import { type Tagged, tagMapOperations } from '../../../cloud/tag-operations.ts';
import type { ListTagsRequest, TagResourceRequest } from '../../../models/lambda.ts';
import { invalidParameter, notFound } from '../../../state/functions/errors.ts';
import { getLatest } from '../../../state/functions/lookup.ts';
import { lambdaState } from '../../../state/functions/model.ts';
import { assertUpdatable } from '../../../state/functions/state.ts';
import { eventSourcesOf, findEventSource } from '../event-sources/model.ts';
import { checkTags, taggedFunction } from '../tags.ts';

export const {
  tagResource,
  untagResource,
  listTagsForResource: listTags,
} = tagMapOperations({
  names: ['TagResource', 'UntagResource', 'ListTags'],
  members: { tags: 'Tags', keys: 'TagKeys' },
  find(input: ListTagsRequest | TagResourceRequest, context) {
    const tagged = find(input.Resource, context);
    // The source is LocalStack, `TestLambdaTags.test_tag_exceptions`.
    if ('Tags' in input && Object.keys(input.Tags).length === 0) {
      throw invalidParameter('An error occurred and the request cannot be processed.');
    }
    return tagged;
  },
  check: checkTags,
});

function find(arn: string, context: OperationContext): Tagged<Readonly<Record<string, string>>> {
  const { cloud } = context;
  const uuid = /:event-source-mapping:([^:]+)$/.exec(arn)?.[1];
  if (uuid !== undefined) {
    const source = findEventSource(cloud, context, uuid);
    if (!source) throw notFound(`Event source mapping not found: ${arn}`);
    return {
      tags: source.tags ?? {},
      put: (tags) => eventSourcesOf(cloud, context).put(uuid, { ...source, tags }),
    };
  }
  const state = lambdaState(cloud, context);
  const fn = taggedFunction(state, context, arn);
  return {
    tags: fn.tags,
    put(tags) {
      assertUpdatable(getLatest(state, context, fn.name), context);
      state.functions.put(fn.name, { ...fn, tags });
    },
  };
}
