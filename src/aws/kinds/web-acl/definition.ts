/** Describes the kind `web-acl`. */
import { webAclName } from '../../../naming/names.ts';
import { anyWebAcl, ownWebAcls } from '../../arns/own-arns.ts';
import { readTags } from '../../waf/regional.ts';
import type { KindDefinition } from '../definition.ts';
import type { KindSearch } from '../search.ts';
import type { WebAclShape } from './shape.ts';
import { webAclKind } from './web-acl.ts';

/** The search by tags finds it. A listing of AWS WAF has no tags, and most accounts have no web ACL. */
const webAclSearch: KindSearch = {
  reads: ['wafv2:ListTagsForResource'],
  own: ownWebAcls,
  any: anyWebAcl,
  in({ clients }) {
    const arns = new Map<string, string>();
    return {
      all: async () => [],
      ofStage: () => [],
      ofArn(arn) {
        const name = /:wafv2:[^:]*:\d*:regional\/webacl\/([^/]+\/[^/]+)$/.exec(arn)?.[1];
        if (name !== undefined) arns.set(name, arn);
        return name;
      },
      tags: async (name) => await readTags(await clients.waf(), arns.get(name) ?? name),
      arn: (name) => arns.get(name) ?? name,
    };
  },
};

export const webAcl: KindDefinition<WebAclShape> = {
  kind: 'web-acl',
  plural: 'web ACLs',
  create: webAclKind,
  former: {
    properties: ({ tags }) => ({ rules: {}, tags }),
    id: () => 'web-acl',
    name: webAclName,
    // Only an existing web ACL that is configured instead makes apikit look for its own one.
    leftOver: ({ owner, desired }) => {
      const has = (wanted: string) => desired.some(({ kind }) => kind === wanted);
      return has('web-acl-association') && !has('web-acl') ? [webAclName(owner)] : [];
    },
    after: ['ip-set/allow-ipv4', 'ip-set/allow-ipv6', 'ip-set/block-ipv4', 'ip-set/block-ipv6'],
  },
  search: webAclSearch,
};
