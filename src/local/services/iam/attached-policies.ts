/**
 * Managed policies on a role: AttachRolePolicy, DetachRolePolicy, ListAttachedRolePolicies; and the permissions
 * boundary.
 */
import { findPolicy, requirePolicy } from '../../state/identity/attachable-policies.ts';
import {
  delayVisibility,
  findRole,
  findRoleToChange,
  limitExceeded,
  noSuchEntity,
  rolesOf,
} from '../../state/identity/model.ts';
import { page, requireArn } from './checks.ts';
import { operation } from './operation.ts';

const POLICIES_PER_ROLE = 10;

export const attachRolePolicy = operation('AttachRolePolicy', (input, context) => {
  requireArn(input.PolicyArn);
  const role = findRoleToChange(context, input.RoleName);
  requirePolicy(context, input.PolicyArn);
  if (role.attachedPolicies.includes(input.PolicyArn)) return;
  if (role.attachedPolicies.length >= POLICIES_PER_ROLE) {
    throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${POLICIES_PER_ROLE}`);
  }
  rolesOf(context).put(role.roleName, { ...role, attachedPolicies: [...role.attachedPolicies, input.PolicyArn] });
  delayVisibility(context, 'rolePolicies', role);
});

export const detachRolePolicy = operation('DetachRolePolicy', (input, context) => {
  requireArn(input.PolicyArn);
  const role = findRole(context, input.RoleName);
  if (!role.attachedPolicies.includes(input.PolicyArn)) {
    throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
  }
  const attachedPolicies = role.attachedPolicies.filter((arn) => arn !== input.PolicyArn);
  rolesOf(context).put(role.roleName, { ...role, attachedPolicies });
  delayVisibility(context, 'rolePolicies', role);
});

export const listAttachedRolePolicies = operation('ListAttachedRolePolicies', (input, context) => {
  const attached = findRole(context, input.RoleName)
    .attachedPolicies.map((arn) => findPolicy(context, arn)!)
    .filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
    .map(({ policyName, arn }) => ({ PolicyName: policyName, PolicyArn: arn }));
  const { items, rest } = page(attached, input);
  return { AttachedPolicies: items, ...rest };
});

export const putRolePermissionsBoundary = operation('PutRolePermissionsBoundary', (input, context) => {
  const role = findRole(context, input.RoleName);
  requirePolicy(context, input.PermissionsBoundary);
  rolesOf(context).put(role.roleName, { ...role, permissionsBoundary: input.PermissionsBoundary });
  delayVisibility(context, 'rolePolicies', role);
});

export const deleteRolePermissionsBoundary = operation('DeleteRolePermissionsBoundary', (input, context) => {
  const before = findRole(context, input.RoleName);
  const { permissionsBoundary, ...role } = before;
  if (permissionsBoundary === undefined) {
    throw noSuchEntity(`The role with name ${role.roleName} does not have a permissions boundary.`);
  }
  rolesOf(context).put(role.roleName, role);
  delayVisibility(context, 'rolePolicies', before);
});

/** Here roles are used by functions, never by instances. */
export const listInstanceProfilesForRole = operation('ListInstanceProfilesForRole', (input, context) => {
  findRole(context, input.RoleName);
  return { InstanceProfiles: [], IsTruncated: false };
});
