/** TagResource, UntagResource and GetTags, for APIs and stages. */
import type { OperationContext } from '../../../cloud/operation.ts';
import { checkedTags } from '../../apigateway/tags/checked-tags.ts';
import { badRequest } from '../errors.ts';
import { operation } from '../operation.ts';
import { apis, requireApi, requireStage, stages } from '../state.ts';

type Tags = Readonly<Record<string, string>>;

export const tagResource = operation('TagResource', ({ ResourceArn, Tags = {} }, context) => {
  const tagged = find(context, ResourceArn);
  tagged.put(checkedTags({ ...tagged.tags }, { ...Tags }));
});

export const untagResource = operation('UntagResource', ({ ResourceArn, TagKeys }, context) => {
  const tagged = find(context, ResourceArn);
  tagged.put(Object.fromEntries(Object.entries(tagged.tags).filter(([key]) => !TagKeys.includes(key))));
});

export const getTags = operation('GetTags', ({ ResourceArn }, context) => ({
  Tags: find(context, ResourceArn).tags,
}));

/** `arn:aws:apigateway:{region}::/apis/{id}` or `…/apis/{id}/stages/{name}` */
const ARN = /^arn:aws[a-z-]*:apigateway:([a-z0-9-]+)::\/apis\/(\w+)(?:\/stages\/([^/]+))?$/;

function find(context: OperationContext, arn: string): { tags: Tags; put(tags: Tags): void } {
  const [, region, apiId = '', name] = ARN.exec(decoded(arn)) ?? [];
  if (region !== context.region) throw badRequest('Invalid ARN specified in the request');
  if (name !== undefined) {
    const stage = requireStage(context, apiId, name);
    const put = (tags: Tags) => stages(context).put(`${apiId}/${name}`, { ...stage, Tags: tags });
    return { tags: stage.Tags ?? {}, put };
  }
  const api = requireApi(context, apiId);
  return { tags: api.Tags ?? {}, put: (tags) => apis(context).put(apiId, { ...api, Tags: tags }) };
}

/** The stage `$default` is `%24default` in an ARN whose path was encoded. */
const decoded = (arn: string): string => arn.replaceAll('%24', '$');
