/** Actions and resources of Step Functions (Service Authorization Reference, "AWS Step Functions"). */
import { fixedKeys, type Permission, type PermissionsOf, regionalArn, textOf } from '../../authorization/permission.ts';
import { tagKeys, withTagging } from '../../authorization/tag-keys.ts';

export const statesPermissions: PermissionsOf = (operation, input, context) => {
  const action = `states:${operation}`;
  const named = textOf(input.stateMachineArn ?? input.executionArn ?? input.resourceArn);
  if (operation === 'ListStateMachines') return [{ action, resource: '*' }];
  const resource = named || regionalArn('states', context, `stateMachine:${textOf(input.name)}`);
  const own: Permission = { action, resource, keys: () => tagKeys(input) };
  const permissions = operation === 'CreateStateMachine' ? withTagging(input, own, 'states:TagResource') : [own];
  const role = textOf(input.roleArn);
  if (role === '') return permissions;
  const keys = fixedKeys({ 'iam:passedtoservice': 'states.amazonaws.com' });
  return [...permissions, { action: 'iam:PassRole', resource: role, keys }];
};
