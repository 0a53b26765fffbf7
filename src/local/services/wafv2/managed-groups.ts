/**
 * The managed rule groups of AWS that need no subscription, with their published capacities and the rules that the
 * data plane knows (docs/aws/waf.md).
 */
import { refuseMembers } from '../../cloud/constraints.ts';
import { MANAGED_GROUPS, type ManagedGroup } from '../../state/managed-rule-groups.ts';
import { nonexistent } from './errors.ts';
import { operation } from './operation.ts';
import { page, requireRegional } from './scope.ts';

/** Throws WAFNonexistentItemException. */
export function managedGroup(vendor: string, name: string): ManagedGroup {
  const found = vendor === 'AWS' && Object.hasOwn(MANAGED_GROUPS, name) ? MANAGED_GROUPS[name] : undefined;
  if (!found) throw nonexistent();
  return found;
}

export const listAvailableManagedRuleGroups = operation(
  'ListAvailableManagedRuleGroups',
  ({ Scope, Limit = 100, NextMarker }) => {
    requireRegional(Scope);
    const { items, next } = page(Object.entries(MANAGED_GROUPS), Limit, NextMarker);
    return {
      NextMarker: next,
      ManagedRuleGroups: items.map(([Name, { description }]) => ({
        VendorName: 'AWS',
        Name,
        VersioningSupported: true,
        Description: description,
      })),
    };
  },
);

export const describeManagedRuleGroup = operation('DescribeManagedRuleGroup', (input) => {
  const { VendorName, Name, Scope } = input;
  requireRegional(Scope);
  refuseMembers('AWS WAF DescribeManagedRuleGroup', input, ['VersionName']);
  const { capacity, rules, label } = managedGroup(VendorName, Name);
  return {
    Capacity: capacity,
    LabelNamespace: `awswaf:managed:aws:${label}:`,
    Rules: rules.map((rule) => ({ Name: rule, Action: { Block: {} } })),
  };
});
