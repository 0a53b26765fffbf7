/** SignUp. The embedded cloud does not send the confirmation code; AdminConfirmSignUp confirms the user. */
import { refuseMembers } from '../../../cloud/constraints.ts';
import type { SignUpResponse } from '../../../models/cognito-idp.ts';
import type { User, UserPool } from '../../../state/user-pools.ts';
import { notAuthorized } from '../errors.ts';
import { clientInItsRegion, putUser } from '../look-up.ts';
import { operation } from '../operation.ts';
import { newUser } from '../users/new-user.ts';
import { checkPassword, hashPassword } from '../users/passwords.ts';
import { checkSecretHash } from './secret-hash.ts';

export const signUp = operation('SignUp', async ({ Password = '', ...input }, asked) => {
  refuseMembers('Cognito SignUp', input, ['AnalyticsMetadata', 'ValidationData']);
  const { context, pool, client } = clientInItsRegion(asked, input.ClientId);
  checkSecretHash(client, input.Username, input.SecretHash);
  if (pool.settings.AdminCreateUserConfig.AllowAdminCreateUserOnly) {
    throw notAuthorized('SignUp is not permitted for this user pool');
  }
  checkPassword(pool, Password);
  const password = await hashPassword(Password);
  const user = newUser(context, pool, input, 'User already exists');
  putUser(context, pool, { ...user, status: 'UNCONFIRMED', password });
  return { UserConfirmed: false, UserSub: user.sub, ...delivery(pool, user) };
});

/**
 * Whether and where AWS would send a code: to an address that the pool verifies (moto's
 * test_sign_up_with_verified_email, run on AWS).
 */
function delivery(
  { settings }: UserPool,
  { attributes }: Pick<User, 'attributes'>,
): Pick<SignUpResponse, 'CodeDeliveryDetails'> {
  const { email } = attributes;
  if (email === undefined || !settings.AutoVerifiedAttributes?.includes('email')) return {};
  const Destination = email.replace(/^(.)[^@]*@(.).*$/, '$1***@$2***');
  return { CodeDeliveryDetails: { Destination, DeliveryMedium: 'EMAIL', AttributeName: 'email' } };
}
