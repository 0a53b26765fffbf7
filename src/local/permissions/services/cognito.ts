/** Actions and resources of Cognito user pools (Service Authorization Reference, "Amazon Cognito User Pools"). */
import { type PermissionsOf, regionalArn, textOf } from '../../authorization/permission.ts';
import { tagKeys, withTagging } from '../../authorization/tag-keys.ts';
import { userPools } from '../../state/user-pools.ts';

/** Users call these operations with their own tokens or secrets, so IAM does not authorize them. */
const OF_USERS = new Set([
  'ChangePassword',
  'ConfirmForgotPassword',
  'ConfirmSignUp',
  'DeleteUser',
  'ForgotPassword',
  'GetUser',
  'GlobalSignOut',
  'InitiateAuth',
  'ResendConfirmationCode',
  'RespondToAuthChallenge',
  'RevokeToken',
  'SignUp',
  'UpdateUserAttributes',
]);

export const cognitoPermissions: PermissionsOf = (operation, input, context) => {
  if (OF_USERS.has(operation)) return [];
  const pool = textOf(input.UserPoolId);
  const resource =
    textOf(input.ResourceArn) || (pool === '' ? '*' : regionalArn('cognito-idp', context, `userpool/${pool}`));
  const id = pool || resource.slice(resource.lastIndexOf('/') + 1);
  const keys = () => tagKeys(input, userPools(context).get(id)?.tags);
  const asked = { action: `cognito-idp:${operation}`, resource, keys };
  // This is assumed (docs/aws/iam.md).
  return operation === 'UpdateUserPool' ? withTagging(input, asked, 'cognito-idp:TagResource') : [asked];
};
