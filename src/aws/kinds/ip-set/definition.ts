/** Describes the kind `ip-set`. */
import { baseName, ipSetNames } from '../../../naming/names.ts';
import { anyIpSet, ownIpSets } from '../../arns/own-arns.ts';
import { readTags } from '../../waf/regional.ts';
import type { KindDefinition } from '../definition.ts';
import type { KindSearch } from '../search.ts';
import { type IpSetShape, ipSetKind } from './ip-set.ts';

/** The search by tags finds it. A listing of AWS WAF has no tags, and most accounts have no web ACL. */
const ipSetSearch: KindSearch = {
  reads: ['wafv2:ListTagsForResource'],
  own: ownIpSets,
  any: anyIpSet,
  in({ clients }) {
    const arns = new Map<string, string>();
    return {
      all: async () => [],
      ofStage: () => [],
      ofArn(arn) {
        const name = /:wafv2:[^:]*:\d*:regional\/ipset\/([^/]+\/[^/]+)$/.exec(arn)?.[1];
        if (name !== undefined) arns.set(name, arn);
        return name;
      },
      tags: async (name) => await readTags(await clients.waf(), arns.get(name) ?? name),
      arn: (name) => arns.get(name) ?? name,
    };
  },
};

export const ipSet: KindDefinition<IpSetShape> = {
  kind: 'ip-set',
  plural: 'IP sets',
  create: ipSetKind,
  former: {
    properties: ({ tags }) => ({ family: 'ipv4', addresses: [], tags }),
    id: (name, owner) => `ip-set/${name.replace(`${baseName(owner)}-`, '')}`,
    name: ipSetNames,
    // Without the setting, nothing asks for a listing. A rule may have lost its set before the set was deleted.
    leftOver: async ({ desired }, listed) =>
      desired.some(({ kind }) => kind === 'web-acl-association') ? await listed() : [],
  },
  search: ipSetSearch,
};
