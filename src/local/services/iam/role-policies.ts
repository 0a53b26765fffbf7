/** Inline policies of a role: PutRolePolicy, GetRolePolicy, ListRolePolicies, DeleteRolePolicy. */
import {
  delayVisibility,
  encodeDocument,
  findRole,
  findRoleToChange,
  limitExceeded,
  noSuchEntity,
  type Role,
  rolesOf,
} from '../../state/identity/model.ts';
import { page } from './checks.ts';
import { operation } from './operation.ts';
import { checkPermissionPolicy } from './policy-document.ts';

/** The maximum characters of all inline policies of a role together, without white space (docs/aws/quotas.md). */
const INLINE_QUOTA = 10_240;

export const putRolePolicy = operation('PutRolePolicy', (input, context) => {
  const role = findRoleToChange(context, input.RoleName);
  checkPermissionPolicy(input.PolicyDocument);
  const inlinePolicies = { ...role.inlinePolicies, [input.PolicyName]: input.PolicyDocument };
  const size = Object.values(inlinePolicies).reduce((sum, text) => sum + text.replace(/\s/g, '').length, 0);
  if (size > INLINE_QUOTA) {
    throw limitExceeded(`Maximum policy size of ${INLINE_QUOTA} bytes exceeded for role ${role.roleName}`);
  }
  rolesOf(context).put(role.roleName, { ...role, inlinePolicies });
  delayVisibility(context, 'rolePolicies', role);
});

export const getRolePolicy = operation('GetRolePolicy', (input, context) => {
  const role = findRole(context, input.RoleName);
  return {
    RoleName: role.roleName,
    PolicyName: input.PolicyName,
    PolicyDocument: encodeDocument(inlinePolicy(role, input.PolicyName)),
  };
});

export const listRolePolicies = operation('ListRolePolicies', (input, context) => {
  const { items, rest } = page(Object.keys(findRole(context, input.RoleName).inlinePolicies).sort(), input);
  return { PolicyNames: items, ...rest };
});

export const deleteRolePolicy = operation('DeleteRolePolicy', (input, context) => {
  const role = findRole(context, input.RoleName);
  inlinePolicy(role, input.PolicyName);
  const { [input.PolicyName]: _removed, ...inlinePolicies } = role.inlinePolicies;
  rolesOf(context).put(role.roleName, { ...role, inlinePolicies });
  delayVisibility(context, 'rolePolicies', role);
});

function inlinePolicy(role: Role, name: string): string {
  const document = role.inlinePolicies[name];
  if (document === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
  return document;
}
