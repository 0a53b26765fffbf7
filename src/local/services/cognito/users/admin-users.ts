/** Operations of an administrator on users. */
import { notImplemented } from '../../../cloud/aws-error.ts';
import { refuseMembers } from '../../../cloud/constraints.ts';
import { type User, users } from '../../../state/user-pools.ts';
import { signOut } from '../auth/sessions.ts';
import { invalidParameter } from '../errors.ts';
import { putUser, requirePool, requireUser, userKey } from '../look-up.ts';
import { operation } from '../operation.ts';
import { attributesFrom, requireUniqueAliases } from './attributes.ts';
import { newUser } from './new-user.ts';
import { checkPassword, hashPassword, randomPassword } from './passwords.ts';
import { oneUserView, userView } from './user-view.ts';

const DAY = 86_400_000;

/** The embedded cloud does not send the invitation, so only the caller who sets the temporary password knows it. */
export const adminCreateUser = operation('AdminCreateUser', async (input, context) => {
  const pool = requirePool(context, input);
  if (input.MessageAction === 'RESEND') throw notImplemented('Cognito AdminCreateUser with MessageAction RESEND');
  refuseMembers('Cognito AdminCreateUser', input, ['ForceAliasCreation']);
  if (input.TemporaryPassword !== undefined) checkPassword(pool, input.TemporaryPassword);
  const password = await hashPassword(input.TemporaryPassword ?? randomPassword());
  // There is no await from here on, so that of two concurrent calls only one creates the user.
  const made = newUser(context, pool, input, 'User account already exists');
  const days = pool.settings.Policies.PasswordPolicy.TemporaryPasswordValidityDays;
  const user: User = {
    ...made,
    status: 'FORCE_CHANGE_PASSWORD',
    password,
    temporaryUntil: made.createdAt + days * DAY,
  };
  putUser(context, pool, user);
  return { User: userView(user) };
});

export const adminGetUser = operation('AdminGetUser', (input, context) =>
  oneUserView(requireUser(context, input).user),
);

export const adminDeleteUser = operation('AdminDeleteUser', (input, context) => {
  const { pool, user } = requireUser(context, input);
  signOut(context, pool, user);
  users(context).delete(userKey(pool, user.username));
});

export const adminSetUserPassword = operation('AdminSetUserPassword', async (input, context) => {
  const { pool } = requireUser(context, input);
  checkPassword(pool, input.Password);
  const password = await hashPassword(input.Password);
  // The user is read again, because hashing takes a while and the user may have changed.
  const { user } = requireUser(context, input);
  const { temporaryUntil: _, ...rest } = user;
  const days = pool.settings.Policies.PasswordPolicy.TemporaryPasswordValidityDays;
  putUser(context, pool, {
    ...rest,
    password,
    ...(input.Permanent
      ? { status: 'CONFIRMED' }
      : { status: 'FORCE_CHANGE_PASSWORD', temporaryUntil: context.cloud.clock.now() + days * DAY }),
  });
});

export const adminUpdateUserAttributes = operation('AdminUpdateUserAttributes', (input, context) => {
  const { pool, user } = requireUser(context, input);
  const attributes = { ...user.attributes, ...attributesFrom(pool, input.UserAttributes, true) };
  requireUniqueAliases(context, pool, attributes, user.username, 'AliasExistsException');
  putUser(context, pool, { ...user, attributes });
});

export const adminDeleteUserAttributes = operation('AdminDeleteUserAttributes', (input, context) => {
  const { pool, user } = requireUser(context, input);
  const attributes = Object.entries(user.attributes).filter(([name]) => !input.UserAttributeNames.includes(name));
  putUser(context, pool, { ...user, attributes: Object.fromEntries(attributes) });
});

export const adminConfirmSignUp = operation('AdminConfirmSignUp', (input, context) => {
  const { pool, user } = requireUser(context, input);
  if (user.status !== 'UNCONFIRMED') {
    throw invalidParameter(`User cannot be confirmed. Current status is ${user.status}`);
  }
  putUser(context, pool, { ...user, status: 'CONFIRMED' });
});

export const adminEnableUser = switching('AdminEnableUser', true);
/** The refresh tokens of a disabled user stop working, but issued access tokens stay valid. */
export const adminDisableUser = switching('AdminDisableUser', false);

function switching(name: 'AdminEnableUser' | 'AdminDisableUser', enabled: boolean) {
  return operation(name, (input, context) => {
    const { pool, user } = requireUser(context, input);
    putUser(context, pool, { ...user, enabled });
  });
}

export const adminUserGlobalSignOut = operation('AdminUserGlobalSignOut', (input, context) => {
  const { pool, user } = requireUser(context, input);
  signOut(context, pool, user);
});
