/** CreateRole, GetRole, ListRoles, UpdateRole, UpdateAssumeRolePolicy, DeleteRole. */
import { refuseMembers } from '../../cloud/constraints.ts';
import { operation } from '../../cloud/operation.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import { requirePolicy } from '../../state/identity/attachable-policies.ts';
import {
  alreadyExists,
  delayVisibility,
  deleteConflict,
  findRole,
  limitExceeded,
  type Role,
  roleOnWire,
  rolesOf,
} from '../../state/identity/model.ts';
import { type PageInput, page, readTags } from './checks.ts';
import { checkTrustPolicy } from './policy-document.ts';

/** The default quota for a trust policy, in characters (docs/aws/quotas.md). */
const TRUST_POLICY_QUOTA = 2048;

interface CreateRoleInput {
  RoleName: string;
  Path?: string;
  AssumeRolePolicyDocument: string;
  Description?: string;
  MaxSessionDuration?: string;
  PermissionsBoundary?: string;
  Tags?: Tag[];
}

export const createRole = operation<CreateRoleInput, unknown>({
  name: 'CreateRole',
  run(input, context) {
    refuseMembers('IAM CreateRole', input, ['MaxSigninSessionDuration']);
    const tags = readTags(input.Tags);
    checkTrust(input.AssumeRolePolicyDocument);
    if (input.PermissionsBoundary !== undefined) requirePolicy(context, input.PermissionsBoundary);
    const roles = rolesOf(context);
    if (roles.has(input.RoleName)) throw alreadyExists(`Role with name ${input.RoleName} already exists.`);
    const path = input.Path ?? '/';
    const role: Role = {
      roleName: input.RoleName,
      roleId: `AROA${context.cloud.ids.upper(17)}`,
      arn: `arn:aws:iam::${context.account}:role${path}${input.RoleName}`,
      path,
      assumeRolePolicyDocument: input.AssumeRolePolicyDocument,
      ...(input.Description !== undefined && { description: input.Description }),
      maxSessionDuration: Number(input.MaxSessionDuration ?? 3600),
      createDate: context.cloud.clock.now(),
      tags,
      ...(input.PermissionsBoundary !== undefined && { permissionsBoundary: input.PermissionsBoundary }),
      inlinePolicies: {},
      attachedPolicies: [],
    };
    roles.put(role.roleName, role);
    delayVisibility(context, 'role', role);
    delayVisibility(context, 'roleMade', role);
    return { Role: roleOnWire(role) };
  },
});

export const getRole = operation<{ RoleName: string }, unknown>({
  name: 'GetRole',
  run(input, context) {
    return { Role: roleOnWire(findRole(context, input.RoleName)) };
  },
});

export const listRoles = operation<PageInput & { PathPrefix?: string }, unknown>({
  name: 'ListRoles',
  run(input, context) {
    const prefix = input.PathPrefix ?? '/';
    const matching = rolesOf(context)
      .values()
      .filter(({ path }) => path.startsWith(prefix))
      .sort((a, b) => (a.roleName < b.roleName ? -1 : 1));
    const { items, rest } = page(matching, input);
    return { Roles: items.map((role) => roleOnWire(role, 'listed')), ...rest };
  },
});

export const updateRole = operation<{ RoleName: string; Description?: string; MaxSessionDuration?: string }, unknown>({
  name: 'UpdateRole',
  run(input, context) {
    refuseMembers('IAM UpdateRole', input, ['MaxSigninSessionDuration', 'ResetMaxSigninSessionDuration']);
    const role = findRole(context, input.RoleName);
    rolesOf(context).put(role.roleName, {
      ...role,
      ...(input.Description !== undefined && { description: input.Description }),
      ...(input.MaxSessionDuration !== undefined && { maxSessionDuration: Number(input.MaxSessionDuration) }),
    });
    return {};
  },
});

export const updateAssumeRolePolicy = operation<{ RoleName: string; PolicyDocument: string }, void>({
  name: 'UpdateAssumeRolePolicy',
  run(input, context) {
    const role = findRole(context, input.RoleName);
    checkTrust(input.PolicyDocument);
    rolesOf(context).put(role.roleName, { ...role, assumeRolePolicyDocument: input.PolicyDocument });
    delayVisibility(context, 'role', role);
  },
});

/** Fails, as on AWS, while the role has policies (docs/aws/iam.md). */
export const deleteRole = operation<{ RoleName: string }, void>({
  name: 'DeleteRole',
  run(input, context) {
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
  },
});

function checkTrust(document: string): void {
  checkTrustPolicy(document);
  if (document.replace(/\s/g, '').length > TRUST_POLICY_QUOTA) {
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${TRUST_POLICY_QUOTA}`);
  }
}
