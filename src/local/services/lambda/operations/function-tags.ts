/** TagResource, UntagResource, ListTags for functions and event source mappings. */
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import { invalidParameter, notFound } from '../../../state/functions/errors.ts';
import { getLatest } from '../../../state/functions/lookup.ts';
import { lambdaState } from '../../../state/functions/model.ts';
import { assertUpdatable } from '../../../state/functions/state.ts';
import { eventSourcesOf, findEventSource } from '../event-sources/model.ts';
import { checkTags, taggedFunction } from '../tags.ts';

interface Named {
  readonly Resource: string;
}

type Tags = Readonly<Record<string, string>>;

export const tagResource = operation<Named & { readonly Tags: Tags }, void>({
  name: 'TagResource',
  http: 'POST /2017-03-31/tags/{Resource}',
  status: 204,
  run(input, context) {
    const tagged = find(input.Resource, context);
    // The source is LocalStack, `TestLambdaTags.test_tag_exceptions`.
    if (Object.keys(input.Tags).length === 0) {
      throw invalidParameter('An error occurred and the request cannot be processed.');
    }
    const tags = { ...tagged.tags, ...input.Tags };
    checkTags(tags);
    tagged.put(tags);
  },
});

export const untagResource = operation<Named & { readonly tagKeys: readonly string[] }, void>({
  name: 'UntagResource',
  http: 'DELETE /2017-03-31/tags/{Resource}',
  status: 204,
  run(input, context) {
    const tagged = find(input.Resource, context);
    const gone = new Set(input.tagKeys);
    tagged.put(Object.fromEntries(Object.entries(tagged.tags).filter(([key]) => !gone.has(key))));
  },
});

export const listTags = operation<Named, object>({
  name: 'ListTags',
  http: 'GET /2017-03-31/tags/{Resource}',
  run: (input, context) => ({ Tags: find(input.Resource, context).tags }),
});

function find(arn: string, context: OperationContext): { tags: Tags; put(tags: Tags): void } {
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
