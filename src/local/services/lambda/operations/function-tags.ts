/** TagResource, UntagResource, ListTags. */
import { operation } from '../../../operation.ts';
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
  http: 'POST /2017-03-31/tags/{Resource}',
  status: 204,
  run(input, context) {
    const state = lambdaState(context.cloud, context);
    const fn = taggedFunction(state, context, input.Resource);
    assertUpdatable(getLatest(state, context, fn.name), context);
    const tags = { ...fn.tags, ...input.Tags };
    checkTags(tags);
    state.functions.put(fn.name, { ...fn, tags });
  },
});

export const untagResource = operation<Input, void>({
  name: 'UntagResource',
  http: 'DELETE /2017-03-31/tags/{Resource}',
  status: 204,
  run(input, context) {
    const state = lambdaState(context.cloud, context);
    const fn = taggedFunction(state, context, input.Resource);
    const gone = new Set([input.tagKeys ?? []].flat());
    const tags = Object.fromEntries(Object.entries(fn.tags).filter(([key]) => !gone.has(key)));
    state.functions.put(fn.name, { ...fn, tags });
  },
});

export const listTags = operation<Input, object>({
  name: 'ListTags',
  http: 'GET /2017-03-31/tags/{Resource}',
  run: (input, context) => ({
    Tags: taggedFunction(lambdaState(context.cloud, context), context, input.Resource).tags,
  }),
});
