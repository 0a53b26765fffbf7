/** TagResource, UntagResource and GetTags, for all resources with tags. */
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import { badRequest } from '../errors.ts';
import { parseTaggableArn } from '../identifiers.ts';
import { type Members, requiredText, textMap, texts } from '../members.ts';
import {
  apiKeys,
  domainNames,
  requireApi,
  requireApiKey,
  requireDomainName,
  requireStage,
  requireUsagePlan,
  restApis,
  stages,
  usagePlans,
} from '../state.ts';
import { checkedTags } from './checked-tags.ts';

type Tags = Record<string, string>;

export const tagResource = operation({
  name: 'TagResource',
  http: 'PUT /tags/{resourceArn+}',
  status: 204,
  run(input: Members, context) {
    const tagged = find(context, requiredText(input, 'resourceArn'));
    tagged.put(checkedTags(tagged.tags, textMap(input, 'tags') ?? {}));
  },
});

export const untagResource = operation({
  name: 'UntagResource',
  http: 'DELETE /tags/{resourceArn+}',
  status: 204,
  run(input: Members, context) {
    const tagged = find(context, requiredText(input, 'resourceArn'));
    const gone = new Set(texts(input, 'tagKeys'));
    tagged.put(Object.fromEntries(Object.entries(tagged.tags).filter(([key]) => !gone.has(key))));
  },
});

export const getTags = operation({
  name: 'GetTags',
  http: 'GET /tags/{resourceArn+}',
  run: (input: Members, context) => ({ tags: find(context, requiredText(input, 'resourceArn')).tags }),
});

function find(context: OperationContext, arn: string): { tags: Tags; put(tags: Tags): void } {
  const target = parseTaggableArn(arn, context.region);
  if (!target) throw badRequest('Invalid ARN specified in the request');
  if (target.kind === 'stages') {
    const stage = requireStage(context, target.apiId, target.stage);
    const key = `${target.apiId}/${target.stage}`;
    return { tags: stage.tags ?? {}, put: (tags) => stages(context).put(key, { ...stage, tags }) };
  }
  if (target.kind === 'restapis') {
    const api = requireApi(context, target.id);
    return { tags: api.tags ?? {}, put: (tags) => restApis(context).put(api.id, { ...api, tags }) };
  }
  if (target.kind === 'apikeys') {
    const key = requireApiKey(context, target.id);
    return { tags: key.tags ?? {}, put: (tags) => apiKeys(context).put(key.id, { ...key, tags }) };
  }
  if (target.kind === 'domainnames') {
    const domain = requireDomainName(context, target.id);
    return {
      tags: domain.tags ?? {},
      put: (tags) => domainNames(context).put(domain.domainName, { ...domain, tags }),
    };
  }
  const plan = requireUsagePlan(context, target.id);
  return { tags: plan.tags ?? {}, put: (tags) => usagePlans(context).put(plan.id, { ...plan, tags }) };
}
