/** TagResource, UntagResource, ListTags: of functions and of event source mappings. */
import { type OperationContext, operation } from '../../../operation.ts';
import { notFound } from '../errors.ts';
import { eventSourcesOf, findEventSource } from '../event-sources/model.ts';
import { getLatest } from '../lookup.ts';
import { lambdaState } from '../model.ts';
import { assertUpdatable } from '../state.ts';
import { checkTags, taggedFunction } from '../tags.ts';

interface Input {
  readonly Resource: string;
  readonly Tags?: Readonly<Record<string, string>>;
  readonly tagKeys?: string | readonly string[];
}

export const tagResource = operation<Input, void>({
  name: 'TagResource',
  shape: { Tags: { '*': 'string' } },
  http: 'POST /2017-03-31/tags/{Resource}',
  status: 204,
  run(input, context) {
    const tagged = find(input.Resource, context);
    const tags = { ...tagged.tags, ...input.Tags };
    checkTags(tags);
    tagged.put(tags);
  },
});

export const untagResource = operation<Input, void>({
  name: 'UntagResource',
  http: 'DELETE /2017-03-31/tags/{Resource}',
  status: 204,
  run(input, context) {
    const tagged = find(input.Resource, context);
    const gone = new Set([input.tagKeys ?? []].flat());
    tagged.put(Object.fromEntries(Object.entries(tagged.tags).filter(([key]) => !gone.has(key))));
  },
});

export const listTags = operation<Input, object>({
  name: 'ListTags',
  http: 'GET /2017-03-31/tags/{Resource}',
  run: (input, context) => ({ Tags: find(input.Resource, context).tags }),
});

type Tags = Readonly<Record<string, string>>;

function find(arn: string, context: OperationContext): { tags: Tags; put(tags: Tags): void } {
  const { cloud } = context;
  const uuid = /:event-source-mapping:([^:]+)$/.exec(arn)?.[1];
  if (uuid !== undefined) {
    const source = findEventSource(cloud, context, uuid);
    if (!source) throw notFound('The resource you requested does not exist.');
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
