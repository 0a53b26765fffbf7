/** The firewall of a stage: a web ACL, the IP sets of its rules, and its place in front of the stage. Pure. */
import type { IpSetShape } from '../aws/kinds/ip-set/ip-set.ts';
import type { RuleProperties, WebAclShape } from '../aws/kinds/web-acl/shape.ts';
import type { WebAclAssociationShape } from '../aws/kinds/web-acl-association/web-acl-association.ts';
import type { StageConfig } from '../config/config.ts';
import {
  type IpFamily,
  type IpList,
  rangesOf,
  type WafCondition,
  type WafRules,
  wafRules,
} from '../config/waf-rules.ts';
import type { Later, Resource } from '../engine/resource.ts';
import { ipSetName, type StageIdentity, webAclName } from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';
import { ref } from './ids.ts';

export function wafResources(config: StageConfig, tags: Tags): Resource[] {
  const { waf } = config;
  if (!waf) return [];
  if ('existing' in waf) return [association(config, waf.existing, waf.existing)];
  return [
    ...ipSets(config, waf, tags),
    webAcl(config, waf, tags),
    association(config, webAclName(config), ref('web-acl', 'arn')),
  ];
}

/** The stage must exist first, and the deploy sends its first requests when the firewall is in front of it. */
function association(config: StageIdentity, name: string, webAcl: Later<string>): Resource<WebAclAssociationShape> {
  const own = webAclName(config);
  return {
    id: 'web-acl-association',
    kind: 'web-acl-association',
    name,
    properties: { stage: ref('stage', 'arn'), present: ref('stage', 'webAcl'), webAcl, own },
  };
}

function webAcl(config: StageIdentity, waf: WafRules, tags: Tags): Resource<WebAclShape> {
  const rules = wafRules(waf).map(({ name, condition, action }, priority): [string, RuleProperties] => [
    name,
    { priority, action, ...conditionProperties(condition) },
  ]);
  return {
    id: 'web-acl',
    kind: 'web-acl',
    name: webAclName(config),
    properties: { rules: Object.fromEntries(rules), tags },
  };
}

function conditionProperties(condition: WafCondition): Omit<RuleProperties, 'priority' | 'action'> {
  switch (condition.kind) {
    case 'addresses':
      return {
        addresses: Object.fromEntries(
          condition.families.map((family) => [family, ref(ipSetId(condition.list, family), 'arn')]),
        ),
      };
    case 'countries': {
      const codes = [...condition.codes].sort();
      return condition.others ? { countriesExcept: codes } : { countries: codes };
    }
    case 'rate':
      return { requests: condition.limit };
    case 'group':
      return { managed: condition.group };
  }
}

const ipSetId = (list: IpList, family: IpFamily): `ip-set/${string}` => `ip-set/${list}-${family}`;

function ipSets(config: StageIdentity, { ipSets: lists }: WafRules, tags: Tags): Resource<IpSetShape>[] {
  return (['allow', 'block'] as const).flatMap((list) =>
    (['ipv4', 'ipv6'] as const).flatMap((family) => {
      const addresses = rangesOf(lists[list], family);
      if (addresses.length === 0) return [];
      const name = ipSetName(config, list, family);
      return [{ id: ipSetId(list, family), kind: 'ip-set' as const, name, properties: { family, addresses, tags } }];
    }),
  );
}
