/** Tags of web ACLs and IP sets. */
import type { OperationContext } from '../../cloud/operation.ts';
import { type Tag, tagsCheckedAs } from '../../cloud/tag-list.ts';
import { tagOperations } from '../../cloud/tag-operations.ts';
import { nonexistent } from './errors.ts';
import { operation } from './operation.ts';
import { firewall } from './scope.ts';

export const checkTags = tagsCheckedAs('WAFTagOperationException');

export const { tagResource, untagResource } = tagOperations({
  members: { tags: 'Tags', keys: 'TagKeys' },
  find: ({ ResourceARN }: { ResourceARN: string }, context) => find(ResourceARN, context),
  check: checkTags,
});

export const listTagsForResource = operation('ListTagsForResource', ({ ResourceARN }, context) => ({
  TagInfoForResource: { ResourceARN, TagList: [...find(ResourceARN, context).tags] },
}));

/** Throws WAFNonexistentItemException. */
function find(arn: string, context: OperationContext) {
  const { webAcls, ipSets } = firewall(context);
  const [acl, set] = [webAcls.get(arn), ipSets.get(arn)];
  if (acl) return { tags: acl.tags, put: (tags: readonly Tag[]) => webAcls.put(arn, { ...acl, tags }) };
  if (set) return { tags: set.tags, put: (tags: readonly Tag[]) => ipSets.put(arn, { ...set, tags }) };
  throw nonexistent();
}
