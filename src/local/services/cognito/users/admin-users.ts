/** Operations of an administrator on users. */
import { notImplemented } from '../../../cloud/aws-error.ts';
import { refuseMembers } from '../../../cloud/constraints.ts';
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import { type User, users } from '../../../state/user-pools.ts';
import { signOut } from '../auth/sessions.ts';
import { invalidParameter } from '../errors.ts';
import { putUser, requirePool, requireUser, type UserInput, userKey } from '../look-up.ts';
import { type Attribute, attributesFrom, requireUniqueAliases } from './attributes.ts';
import { newUser } from './new-user.ts';
import { checkPassword, hashPassword, randomPassword } from './passwords.ts';
import { oneUserView, userView } from './user-view.ts';

const DAY = 86_400_000;

interface CreateInput extends UserInput {
  readonly UserAttributes?: Attribute[];
  readonly TemporaryPassword?: string;
  readonly MessageAction?: 'RESEND' | 'SUPPRESS';
  readonly DesiredDeliveryMediums?: string[];
}

/** The embedded cloud does not send the invitation, so only the caller who sets the temporary password knows it. */
export const adminCreateUser = operation<CreateInput, unknown>({
  name: 'AdminCreateUser',
  async run(input, context) {
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
  },
});

export const adminGetUser = operation<UserInput, unknown>({
  name: 'AdminGetUser',
  run: (input, context) => oneUserView(requireUser(context, input).user),
});

export const adminDeleteUser = operation<UserInput, object>({
  name: 'AdminDeleteUser',
  run(input, context) {
    const { pool, user } = requireUser(context, input);
    signOut(context, pool, user);
    users(context).delete(userKey(pool, user.username));
    return {};
  },
});

export const adminSetUserPassword = operation<UserInput & { Password: string; Permanent?: boolean }, object>({
  name: 'AdminSetUserPassword',
  async run(input, context) {
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
    return {};
  },
});

export const adminUpdateUserAttributes = operation<UserInput & { UserAttributes: Attribute[] }, object>({
  name: 'AdminUpdateUserAttributes',
  run(input, context) {
    const { pool, user } = requireUser(context, input);
    const attributes = { ...user.attributes, ...attributesFrom(pool, input.UserAttributes, true) };
    requireUniqueAliases(context, pool, attributes, user.username, 'AliasExistsException');
    putUser(context, pool, { ...user, attributes });
    return {};
  },
});

export const adminDeleteUserAttributes = operation<UserInput & { UserAttributeNames: string[] }, object>({
  name: 'AdminDeleteUserAttributes',
  run(input, context) {
    const { pool, user } = requireUser(context, input);
    const attributes = Object.entries(user.attributes).filter(([name]) => !input.UserAttributeNames.includes(name));
    putUser(context, pool, { ...user, attributes: Object.fromEntries(attributes) });
    return {};
  },
});

export const adminConfirmSignUp = operation<UserInput, object>({
  name: 'AdminConfirmSignUp',
  run(input, context) {
    const { pool, user } = requireUser(context, input);
    if (user.status !== 'UNCONFIRMED') {
      throw invalidParameter(`User cannot be confirmed. Current status is ${user.status}`);
    }
    putUser(context, pool, { ...user, status: 'CONFIRMED' });
    return {};
  },
});

export const adminEnableUser = switching('AdminEnableUser', true);
/** The refresh tokens of a disabled user stop working, but issued access tokens stay valid. */
export const adminDisableUser = switching('AdminDisableUser', false);

function switching(name: string, enabled: boolean) {
  return operation<UserInput, object>({
    name,
    run(input, context: OperationContext) {
      const { pool, user } = requireUser(context, input);
      putUser(context, pool, { ...user, enabled });
      return {};
    },
  });
}

export const adminUserGlobalSignOut = operation<UserInput, object>({
  name: 'AdminUserGlobalSignOut',
  run(input, context) {
    const { pool, user } = requireUser(context, input);
    signOut(context, pool, user);
    return {};
  },
});
