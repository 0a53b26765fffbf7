/** The operations of web ACLs. */
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { CreateWebACLRequest, UpdateWebACLRequest, WebACL } from '../../models/wafv2.ts';
import type { WebAcl } from '../../state/firewall.ts';
import { associatedItem, duplicateItem, invalidParameter, nonexistent, staleLock } from './errors.ts';
import { operation } from './operation.ts';
import { checkRules } from './rules.ts';
import { firewall, page, regionalArn, requireRegional } from './scope.ts';
import { checkTags } from './tags.ts';

export const createWebAcl = operation('CreateWebACL', (input, context) => {
  const { Name, Scope, Tags = [] } = input;
  requireRegional(Scope);
  checkTags(Tags);
  const { webAcls } = firewall(context);
  if (webAcls.values().some(({ name }) => name === Name)) throw duplicateItem();
  const id = context.cloud.ids.uuid();
  const arn = regionalArn(context, 'webacl', Name, id);
  const acl: WebAcl = {
    ...settings('CreateWebACL', input, context),
    ...{ name: Name, id, arn, tags: Tags, lockToken: context.cloud.ids.uuid() },
  };
  webAcls.put(arn, acl);
  context.cloud.transitions.begin(context, 'webAcl', arn);
  return { Summary: summary(acl) };
});

export const getWebAcl = operation('GetWebACL', ({ Name, Id, Scope, ARN }, context) => {
  requireRegional(Scope);
  const acl = find(context, { Name, Id, ARN });
  return { WebACL: shown(acl), LockToken: acl.lockToken };
});

export const updateWebAcl = operation('UpdateWebACL', (input, context) => {
  const { Name, Id, Scope, LockToken } = input;
  requireRegional(Scope);
  const acl = find(context, { Name, Id });
  if (acl.lockToken !== LockToken) throw staleLock();
  const lockToken = context.cloud.ids.uuid();
  const { description: _, ...kept } = acl;
  firewall(context).webAcls.put(acl.arn, { ...kept, ...settings('UpdateWebACL', input, context), lockToken });
  return { NextLockToken: lockToken };
});

export const deleteWebAcl = operation('DeleteWebACL', ({ Name, Id, Scope, LockToken }, context) => {
  requireRegional(Scope);
  const { arn, lockToken } = find(context, { Name, Id });
  if (lockToken !== LockToken) throw staleLock();
  const { webAcls, associations, samples } = firewall(context);
  if (associations.values().includes(arn) || context.cloud.transitions.pending(context, 'webAclDetached', arn)) {
    throw associatedItem();
  }
  webAcls.delete(arn);
  for (const key of samples.keys()) if (key.startsWith(`${arn} `)) samples.delete(key);
});

export const listWebAcls = operation('ListWebACLs', ({ Scope, Limit = 100, NextMarker }, context) => {
  requireRegional(Scope);
  const { items, next } = page(firewall(context).webAcls.values(), Limit, NextMarker);
  return { NextMarker: next, WebACLs: items.map(summary) };
});

export const checkCapacity = operation('CheckCapacity', ({ Scope, Rules }, context) => {
  requireRegional(Scope);
  return { Capacity: checkRules(Rules, firewall(context)) };
});

function settings(name: string, input: CreateWebACLRequest | UpdateWebACLRequest, context: OperationContext) {
  refuseMembers(`AWS WAF ${name}`, input, [
    'DataProtectionConfig',
    'CustomResponseBodies',
    'CaptchaConfig',
    'ChallengeConfig',
    'TokenDomains',
    'AssociationConfig',
    'OnSourceDDoSProtectionConfig',
    'ApplicationConfig',
    'AnalyticsConfig',
    'MonetizationConfig',
  ]);
  const { DefaultAction, Description, Rules = [], VisibilityConfig } = input;
  if ((DefaultAction.Allow === undefined) === (DefaultAction.Block === undefined)) {
    throw invalidParameter('DEFAULT_ACTION', 'DefaultAction', 'You have used none or multiple values for the action');
  }
  const capacity = checkRules(Rules, firewall(context));
  return {
    defaultAction: DefaultAction,
    rules: Rules,
    visibility: VisibilityConfig,
    capacity,
    ...(Description !== undefined && { description: Description }),
  };
}

/** The name alone does not suffice. Throws WAFNonexistentItemException. */
function find(context: OperationContext, { Name, Id, ARN }: { Name?: string; Id?: string; ARN?: string }): WebAcl {
  const found = firewall(context)
    .webAcls.values()
    .find(({ name, id, arn }) => (ARN === undefined ? name === Name && id === Id : arn === ARN));
  if (!found) throw nonexistent();
  return found;
}

const summary = ({ name, id, arn, description, lockToken }: WebAcl) => ({
  Name: name,
  Id: id,
  Description: description ?? '',
  LockToken: lockToken,
  ARN: arn,
});

export const shown = ({ name, id, arn, defaultAction, description, rules, visibility, capacity }: WebAcl): WebACL => ({
  Name: name,
  Id: id,
  ARN: arn,
  DefaultAction: defaultAction,
  Description: description ?? '',
  Rules: [...rules],
  VisibilityConfig: visibility,
  Capacity: capacity,
  ManagedByFirewallManager: false,
  LabelNamespace: `awswaf:${arn.split(':')[4]}:webacl:${name}:`,
});
