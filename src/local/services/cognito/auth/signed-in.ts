/**
 * Operations of signed-in users with their access token: GetUser, ChangePassword, GlobalSignOut, DeleteUser; and
 * RevokeToken.
 */
import { AwsError } from '../../../cloud/aws-error.ts';
import { refuseMembers } from '../../../cloud/constraints.ts';
import { users } from '../../../state/user-pools.ts';
import { notAuthorized, wrongPassword } from '../errors.ts';
import { clientInItsRegion, putUser, userKey } from '../look-up.ts';
import { operation } from '../operation.ts';
import { attributeList } from '../users/attributes.ts';
import { checkPassword, hashPassword, isPassword } from '../users/passwords.ts';
import { findSession, revokeSession, signOut } from './sessions.ts';
import { requireAccessToken } from './tokens.ts';

export const getUser = operation('GetUser', ({ AccessToken }, asked) => {
  const { user } = requireAccessToken(asked, AccessToken);
  return { Username: user.username, UserAttributes: attributeList(user) };
});

export const changePassword = operation(
  'ChangePassword',
  async ({ AccessToken, PreviousPassword = '', ProposedPassword }, asked) => {
    const { context, pool, user } = requireAccessToken(asked, AccessToken);
    if (user.password === undefined || !(await isPassword(PreviousPassword, user.password))) throw wrongPassword();
    checkPassword(pool, ProposedPassword);
    const password = await hashPassword(ProposedPassword);
    putUser(context, pool, { ...requireAccessToken(context, AccessToken).user, password });
  },
);

export const globalSignOut = operation('GlobalSignOut', ({ AccessToken }, asked) => {
  const { context, pool, user } = requireAccessToken(asked, AccessToken);
  signOut(context, pool, user);
});

export const deleteUser = operation('DeleteUser', ({ AccessToken }, asked) => {
  const { context, pool, user } = requireAccessToken(asked, AccessToken);
  signOut(context, pool, user);
  users(context).delete(userKey(pool, user.username));
});

/** Revokes a refresh token and its access tokens. An unknown token is not an error, as in OAuth. */
export const revokeToken = operation('RevokeToken', (input, asked) => {
  refuseMembers('Cognito RevokeToken', input, ['RevokeAssociatedSessions']);
  const { Token, ClientId, ClientSecret } = input;
  const { context, client } = clientInItsRegion(asked, ClientId);
  if (client.secret !== undefined && client.secret !== ClientSecret) throw notAuthorized('Invalid client secret');
  if (!client.settings.EnableTokenRevocation) {
    throw new AwsError('UnsupportedOperationException', 'Token revocation is not enabled for this client');
  }
  const session = findSession(context, Token);
  if (session && session.clientId !== client.id) {
    throw new AwsError('UnauthorizedException', 'The token does not belong to this client');
  }
  revokeSession(context, Token);
});
