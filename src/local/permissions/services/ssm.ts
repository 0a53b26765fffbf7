/** Actions and resources of the Parameter Store (Service Authorization Reference, "AWS Systems Manager"). */
import { type PermissionsOf, regionalArn, textsOf } from '../../authorization/permission.ts';
import type { OperationContext } from '../../cloud/operation.ts';

export const ssmPermissions: PermissionsOf = (operation, input, context) => {
  const action = `ssm:${operation}`;
  if (operation === 'DescribeParameters') return [{ action, resource: regionalArn('ssm', context, '*') }];
  const names = textsOf(input.Names ?? input.Name ?? input.Path ?? input.ResourceId);
  const recursive = operation === 'GetParametersByPath' && { keys: () => recursionKey(input.Recursive) };
  return (names.length === 0 ? [''] : names).map((name) => ({
    action,
    resource: parameterArn(name, context),
    ...recursive,
  }));
};

/**
 * Both `/app/key` and `key` have one slash after `parameter`. A version or label after the name is not part of the ARN.
 */
function parameterArn(name: string, context: OperationContext): string {
  if (name.startsWith('arn:')) return name.split(':').slice(0, 6).join(':');
  const [plain = ''] = name.split(':', 1);
  return regionalArn('ssm', context, `parameter/${plain.replace(/^\//, '')}`);
}

const recursionKey = (recursive: unknown) => (name: string) =>
  name === 'ssm:recursive' ? String(recursive === true) : undefined;
