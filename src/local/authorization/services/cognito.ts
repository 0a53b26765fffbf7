/** Actions and resources of Cognito user pools (Service Authorization Reference, "Amazon Cognito User Pools"). */
import { type PermissionsOf, regionalArn, textOf } from '../permission.ts';

/** Asked by the users themselves, with their own tokens or secrets: IAM has no say. */
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
  return [{ action: `cognito-idp:${operation}`, resource }];
};
