/** Actions and resources of AWS WAF (Service Authorization Reference, "AWS WAF V2"). */
import { type Permission, type PermissionsOf, regionalArn, textOf } from '../../authorization/permission.ts';
import { tagKeys, withTagging } from '../../authorization/tag-keys.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import type { Rule } from '../../models/wafv2.ts';
import { firewallOf, stageArn } from '../../state/firewall.ts';

/** These name no resource. */
const UNBOUND = [
  'ListWebACLs',
  'ListIPSets',
  'CheckCapacity',
  'ListAvailableManagedRuleGroups',
  'DescribeManagedRuleGroup',
];

export const wafv2Permissions: PermissionsOf = (operation, input, context) => {
  const action = `wafv2:${operation}`;
  if (UNBOUND.includes(operation)) return [{ action, resource: '*' }];
  const needed = (resource: string): Permission => ({ action, resource, keys: () => keysOf(resource, input, context) });
  const resource = arnOf(operation, input, context);
  const stage = textOf(input.ResourceArn);
  if (operation === 'AssociateWebACL') return [needed(resource), needed(stage), setWebAcl(stage, context)];
  if (operation === 'DisassociateWebACL') return [needed(stage), setWebAcl(stage, context)];
  if (operation === 'GetWebACLForResource') return [needed(stage)];
  const own = operation.startsWith('Create')
    ? withTagging(input, needed(resource), 'wafv2:TagResource')
    : [needed(resource)];
  const rules = /WebACL$/.test(operation) ? ((input.Rules ?? []) as readonly Rule[]) : [];
  return [
    ...own,
    ...referred(rules, context).map((arn) => ({ action, resource: arn, keys: () => keysOf(arn, {}, context) })),
  ];
};

/** A web ACL needs its permission on everything that its rules refer to, too. */
function referred(rules: readonly Rule[], context: OperationContext): string[] {
  const arns = /arn:aws:wafv2:[^"]+:regional\/ipset\/[^"]+/g;
  const sets = [...new Set(JSON.stringify(rules).match(arns) ?? [])];
  const hasGroups = rules.some(({ Statement }) => Statement.ManagedRuleGroupStatement);
  return hasGroups ? [...sets, regionalArn('wafv2', context, 'regional/managedruleset/*/*')] : sets;
}

function arnOf(operation: string, input: Readonly<Record<string, unknown>>, context: OperationContext): string {
  const named = input.ResourceARN ?? input.WebACLArn ?? input.WebAclArn ?? input.ARN;
  if (named !== undefined) return textOf(named);
  const kind = operation.includes('IPSet') ? 'ipset' : 'webacl';
  // A resource that is created has no ID yet.
  return regionalArn('wafv2', context, `regional/${kind}/${textOf(input.Name)}/${textOf(input.Id) || '*'}`);
}

/** A web ACL changes what a stage lets through, so API Gateway wants a permission of its own. */
const setWebAcl = (stage: string, context: OperationContext): Permission => ({
  action: 'apigateway:SetWebACL',
  resource: stage,
  keys: () => keysOf(stage, {}, context),
});

function keysOf(arn: string, input: Readonly<Record<string, unknown>>, context: OperationContext) {
  const { webAcls, ipSets } = firewallOf(context.cloud, context);
  const tags = webAcls.get(arn)?.tags ?? ipSets.get(arn)?.tags;
  return tagKeys(input, tags ? asRecord(tags) : stageTags(arn, context));
}

function stageTags(arn: string, context: OperationContext): Readonly<Record<string, string>> {
  const stages = context.collection<{ readonly tags?: Readonly<Record<string, string>> }>('apigateway.stages');
  const key = stages.keys().find((one) => {
    const [api = '', stage = ''] = one.split('/');
    return stageArn(context, api, stage) === arn;
  });
  return stages.get(key ?? '')?.tags ?? {};
}

const asRecord = (tags: readonly Tag[]) => Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
