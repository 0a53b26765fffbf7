/**
 * Kind `web-acl`: the firewall of the stage, with all its rules. It belongs to the stage and not to a release. The kind
 * `web-acl-association` puts it in front of the stage.
 */
import type { WebACL } from '@aws-sdk/client-wafv2';
import type { Kind, KindContext, Observed, ResolvedResource, Resource } from '../../../engine/resource.ts';
import { managedRuleSets, ownIpSets, ownWebAcls } from '../../arns/own-arns.ts';
import { owns, toTagList } from '../../ownership/ownership.ts';
import { isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { patiently } from '../../waf/patience.ts';
import { allPages, GONE, identify, type Named, readTags, SCOPE, syncTags } from '../../waf/regional.ts';
import { releaseStages } from '../../waf/release-stages.ts';
import { createdMeanwhile } from '../created-meanwhile.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import type { WebAclShape } from './shape.ts';
import { describedRule, ruleOf, visibility } from './web-acl-rules.ts';

type Wanted = Resource<WebAclShape>;
type Ready = ResolvedResource<WebAclShape>;

/** A request that no rule blocks passes. */
const OTHERWISE = 'allow';

export function webAclKind({ clients, clock }: KindDependencies): Kind<WebAclShape> {
  const list = async () => {
    const client = await clients.waf();
    return await allPages(async (NextMarker) => {
      const { ListWebACLsCommand } = await import('@aws-sdk/client-wafv2');
      const { WebACLs = [], NextMarker: next } = await client.send(
        new ListWebACLsCommand({ Scope: SCOPE, NextMarker }),
      );
      return { items: WebACLs, next };
    });
  };

  const get = async (id: Named) => {
    const client = await clients.waf();
    const { GetWebACLCommand } = await import('@aws-sdk/client-wafv2');
    return await undefinedIfNotFound(client.send(new GetWebACLCommand({ ...id, Scope: SCOPE })), GONE);
  };

  async function read(resource: Wanted): Promise<Observed<WebAclShape> | undefined> {
    const id = await identify(resource.name, list);
    const found = id && (await get(id));
    const acl = found?.WebACL;
    const tags = acl && (await readTags(await clients.waf(), acl.ARN ?? ''));
    if (!acl || !tags) return undefined;
    return {
      attributes: { arn: acl.ARN, id: acl.Id, name: acl.Name },
      properties: { ...comparable(acl), tags },
      owned: owns(resource.properties.tags, tags),
    };
  }

  /** Returns what every request that writes the rules has. */
  const settings = (name: string, { rules }: Ready['properties']) => ({
    Scope: SCOPE,
    DefaultAction: { Allow: {} },
    Rules: Object.entries(rules).map(([rule, properties]) => ruleOf(rule, properties)),
    VisibilityConfig: visibility(name),
  });

  async function create({ name, properties }: Ready, context: KindContext): Promise<Observed<WebAclShape>> {
    const client = await clients.waf();
    const { tags } = properties;
    // AWS WAF may not know the new IP sets yet.
    const { CreateWebACLCommand } = await import('@aws-sdk/client-wafv2');
    const { Summary } = await patiently({ what: `create the web ACL ${name}`, until: 'known', clock, context }, () =>
      client.send(new CreateWebACLCommand({ ...settings(name, properties), Name: name, Tags: toTagList(tags) })),
    );
    return {
      attributes: { arn: Summary?.ARN, id: Summary?.Id, name },
      properties: { rules: properties.rules, otherwise: OTHERWISE, tags },
      owned: true,
    };
  }

  /** After a lost response, or if another run was faster, the existing web ACL counts if it is ours. */
  async function createOrFind(resource: Ready, context: KindContext): Promise<Observed<WebAclShape>> {
    try {
      return await create(resource, context);
    } catch (error) {
      if (!isAwsError(error, 'WAFDuplicateItemException')) throw error;
      const found = await read(resource);
      if (!found?.owned) throw createdMeanwhile('web ACL', resource.name);
      return found;
    }
  }

  async function update({ name, properties }: Ready, had: Observed<WebAclShape>, context: KindContext): Promise<void> {
    const client = await clients.waf();
    const { rules, tags } = properties;
    const { tags: hadTags, ...form } = had.properties;
    const id = { Name: String(had.attributes.name), Id: String(had.attributes.id) };
    if (diffFields({ rules, otherwise: OTHERWISE }, form).length > 0) {
      await patiently({ what: `change the web ACL ${name}`, until: 'known', clock, context }, async () => {
        const LockToken = (await get(id))?.LockToken;
        const { UpdateWebACLCommand } = await import('@aws-sdk/client-wafv2');
        return await client.send(new UpdateWebACLCommand({ ...settings(name, properties), ...id, LockToken }));
      });
    }
    await syncTags(client, String(had.attributes.arn), tags, hadTags);
  }

  return {
    kind: 'web-acl',
    rights: [
      { actions: ['wafv2:ListWebACLs'] },
      {
        actions: [
          'wafv2:GetWebACL',
          'wafv2:DeleteWebACL',
          'wafv2:ListResourcesForWebACL',
          'wafv2:ListTagsForResource',
          'wafv2:TagResource',
          'wafv2:UntagResource',
        ],
        on: ownWebAcls,
      },
      {
        actions: ['wafv2:CreateWebACL', 'wafv2:UpdateWebACL'],
        on: (scope) => [...ownWebAcls(scope), ...ownIpSets(scope), ...managedRuleSets(scope)],
      },
    ],
    readsBy: [],
    read,
    diff: ({ properties }, observed) => diffFields({ ...properties, otherwise: OTHERWISE }, observed.properties),
    async apply(resource, observed, context) {
      const present = observed ?? (await createOrFind(resource, context));
      await update(resource, present, context);
      return { ...present, properties: { ...resource.properties, otherwise: OTHERWISE }, owned: true };
    },
    async remove({ name, properties: { tags } }, { attributes }, context) {
      const client = await clients.waf();
      const id = { Name: String(attributes.name), Id: String(attributes.id) };
      await patiently({ what: `delete the web ACL ${name}`, until: 'unused', clock, context }, async () => {
        const found = await get(id);
        if (!found) return;
        await releaseStages(clients, { arn: String(attributes.arn), name: id.Name, tags });
        const { LockToken } = found;
        const { DeleteWebACLCommand } = await import('@aws-sdk/client-wafv2');
        await undefinedIfNotFound(client.send(new DeleteWebACLCommand({ ...id, Scope: SCOPE, LockToken })), GONE);
      });
    },
  };
}

function comparable({ Rules = [], DefaultAction }: WebACL) {
  return {
    rules: Object.fromEntries(Rules.map((rule) => [rule.Name ?? '', describedRule(rule)])),
    otherwise: DefaultAction?.Allow ? OTHERWISE : 'block',
  };
}
