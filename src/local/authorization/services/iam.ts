/** Actions and resources of IAM (Service Authorization Reference, "AWS Identity and Access Management"). */
import type { OperationContext } from '../../operation.ts';
import type { Role } from '../../services/iam/model.ts';
import { fixedKeys, type PermissionsOf, textOf } from '../permission.ts';

export const iamPermissions: PermissionsOf = (operation, input, context) => {
  const boundary = input.PermissionsBoundary;
  const keys = fixedKeys({
    'iam:policyarn':
      input.RoleName !== undefined && input.PolicyArn !== undefined ? textOf(input.PolicyArn) : undefined,
    'iam:permissionsboundary': boundary === undefined ? undefined : textOf(boundary),
  });
  return [{ action: `iam:${operation}`, resource: resourceOf(operation, input, context), keys }];
};

function resourceOf(operation: string, input: Readonly<Record<string, unknown>>, context: OperationContext): string {
  const arn = (resource: string) => `arn:aws:iam::${context.account}:${resource}`;
  const path = textOf(input.Path) || '/';
  if (input.RoleName !== undefined) {
    const name = textOf(input.RoleName);
    return context.globalCollection<Role>('iam.roles').get(name)?.arn ?? arn(`role${path}${name}`);
  }
  if (input.PolicyArn !== undefined) return textOf(input.PolicyArn);
  if (operation === 'CreatePolicy') return arn(`policy${path}${textOf(input.PolicyName)}`);
  if (operation === 'ListRoles') return arn(`role${textOf(input.PathPrefix) || '/'}`);
  return operation === 'ListPolicies' ? arn(`policy${textOf(input.PathPrefix) || '/'}`) : '*';
}
