/** CreateRole, GetRole, ListRoles, UpdateRole, UpdateAssumeRolePolicy, DeleteRole. */
import { refuseMembers } from '../../cloud/constraints.ts';
import { requirePolicy } from '../../state/identity/attachable-policies.ts';
import {
  alreadyExists,
  delayVisibility,
  deleteConflict,
  findRole,
  limitExceeded,
  type Role,
  roleNamed,
  roleOnWire,
  rolesOf,
} from '../../state/identity/model.ts';
import { page, readTags } from './checks.ts';
import { operation } from './operation.ts';
import { checkTrustPolicy } from './policy-document.ts';

/** The default quota for a trust policy, in characters (docs/aws/quotas.md). */
const TRUST_POLICY_QUOTA = 2048;

export const createRole = operation('CreateRole', (input, context) => {
  refuseMembers('IAM CreateRole', input, ['MaxSigninSessionDuration']);
  const tags = readTags(input.Tags);
  checkTrust(input.AssumeRolePolicyDocument);
  if (input.PermissionsBoundary !== undefined) requirePolicy(context, input.PermissionsBoundary);
  if (roleNamed(context, input.RoleName)) throw alreadyExists(`Role with name ${input.RoleName} already exists.`);
  const path = input.Path ?? '/';
  const role: Role = {
    roleName: input.RoleName,
    roleId: `AROA${context.cloud.ids.upper(17)}`,
    arn: `arn:aws:iam::${context.account}:role${path}${input.RoleName}`,
    path,
    assumeRolePolicyDocument: input.AssumeRolePolicyDocument,
    description: input.Description,
    maxSessionDuration: input.MaxSessionDuration ?? 3600,
    createDate: context.cloud.clock.now(),
    tags,
    permissionsBoundary: input.PermissionsBoundary,
    inlinePolicies: {},
    attachedPolicies: [],
  };
  rolesOf(context).put(role.roleName, role);
  delayVisibility(context, 'role', role);
  delayVisibility(context, 'roleMade', role);
  return { Role: roleOnWire(role) };
});

export const getRole = operation('GetRole', (input, context) => {
  return { Role: roleOnWire(findRole(context, input.RoleName)) };
});

export const listRoles = operation('ListRoles', (input, context) => {
  const prefix = input.PathPrefix ?? '/';
  const matching = rolesOf(context)
    .values()
    .filter(({ path }) => path.startsWith(prefix))
    .sort((a, b) => (a.roleName < b.roleName ? -1 : 1));
  const { items, rest } = page(matching, input);
  return { Roles: items.map((role) => roleOnWire(role, 'listed')), ...rest };
});

export const updateRole = operation('UpdateRole', (input, context) => {
  refuseMembers('IAM UpdateRole', input, ['MaxSigninSessionDuration', 'ResetMaxSigninSessionDuration']);
  const role = findRole(context, input.RoleName);
  rolesOf(context).put(role.roleName, {
    ...role,
    description: input.Description ?? role.description,
    maxSessionDuration: input.MaxSessionDuration ?? role.maxSessionDuration,
  });
});

export const updateAssumeRolePolicy = operation('UpdateAssumeRolePolicy', (input, context) => {
  const role = findRole(context, input.RoleName);
  checkTrust(input.PolicyDocument);
  rolesOf(context).put(role.roleName, { ...role, assumeRolePolicyDocument: input.PolicyDocument });
  delayVisibility(context, 'role', role);
});

/** Fails, as on AWS, while the role has policies (docs/aws/iam.md). */
export const deleteRole = operation('DeleteRole', (input, context) => {
  const role = findRole(context, input.RoleName);
  if (role.attachedPolicies.length > 0) {
    throw deleteConflict('Cannot delete entity, must detach all policies first.');
  }
  if (Object.keys(role.inlinePolicies).length > 0) {
    throw deleteConflict('Cannot delete entity, must delete policies first.');
  }
  rolesOf(context).delete(role.roleName);
  const global = { account: context.account, region: 'global' };
  for (const change of ['roleMade', 'rolePolicies'] as const) {
    context.cloud.transitions.forget(global, change, role.roleName);
  }
});

function checkTrust(document: string): void {
  checkTrustPolicy(document);
  if (document.replace(/\s/g, '').length > TRUST_POLICY_QUOTA) {
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${TRUST_POLICY_QUOTA}`);
  }
}
