/** Actions and resources of Cognito user pools (Service Authorization Reference, "Amazon Cognito User Pools"). */
import { userPools } from '../../services/cognito/model.ts';
import { type PermissionsOf, regionalArn, textOf } from '../permission.ts';
import { hasTags, tagKeys } from '../tag-keys.ts';

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
  const ofPool = userPools(context).get(pool || resource.slice(resource.lastIndexOf('/') + 1));
  const keys = () => tagKeys(input, ofPool?.tags);
  const asked = { action: `cognito-idp:${operation}`, resource, keys };
  // Assumed (docs/aws/iam.md).
  const tags = operation === 'UpdateUserPool' && hasTags(input);
  return tags ? [asked, { action: 'cognito-idp:TagResource', resource, keys }] : [asked];
};
