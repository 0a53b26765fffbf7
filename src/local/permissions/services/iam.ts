/** Actions and resources of IAM (Service Authorization Reference, "AWS Identity and Access Management"). */
import { fixedKeys, type PermissionsOf, textOf } from '../../authorization/permission.ts';
import { hasTags } from '../../authorization/tag-keys.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { roleNamed } from '../../state/identity/model.ts';

export const iamPermissions: PermissionsOf = (operation, input, context) => {
  const given = input.PermissionsBoundary;
  // For an existing role the boundary is its current one, unless the call sets another.
  const boundary = given ?? roleNamed(context, textOf(input.RoleName))?.permissionsBoundary;
  const keys = fixedKeys({
    'iam:policyarn':
      input.RoleName !== undefined && input.PolicyArn !== undefined ? textOf(input.PolicyArn) : undefined,
    'iam:permissionsboundary': boundary === undefined ? undefined : textOf(boundary),
  });
  const resource = resourceOf(operation, input, context);
  const tags = operation === 'CreateRole' && hasTags(input);
  return [{ action: `iam:${operation}`, resource, keys }, ...(tags ? [{ action: 'iam:TagRole', resource }] : [])];
};

function resourceOf(operation: string, input: Readonly<Record<string, unknown>>, context: OperationContext): string {
  const arn = (resource: string) => `arn:aws:iam::${context.account}:${resource}`;
  const path = textOf(input.Path) || '/';
  if (input.RoleName !== undefined) {
    const name = textOf(input.RoleName);
    return roleNamed(context, name)?.arn ?? arn(`role${path}${name}`);
  }
  if (input.PolicyArn !== undefined) return textOf(input.PolicyArn);
  if (operation === 'CreatePolicy') return arn(`policy${path}${textOf(input.PolicyName)}`);
  if (operation === 'ListRoles') return arn(`role${textOf(input.PathPrefix) || '/'}`);
  return operation === 'ListPolicies' ? arn(`policy${textOf(input.PathPrefix) || '/'}`) : '*';
}
