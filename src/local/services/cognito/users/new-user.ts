/** Creates users: by an administrator or by sign-up. */
import { AwsError } from '../../../cloud/aws-error.ts';
import type { OperationContext } from '../../../cloud/operation.ts';
import type { AttributeType } from '../../../models/cognito-idp.ts';
import type { User, UserPool } from '../../../state/user-pools.ts';
import { invalidParameter } from '../errors.ts';
import { findUser } from '../look-up.ts';
import { attributesFrom, requireAttributes, requireUniqueAliases } from './attributes.ts';

/** Throws UsernameExistsException with `exists`, InvalidParameterException. The caller handles the password. */
export function newUser(
  context: OperationContext,
  pool: UserPool,
  input: { readonly Username: string; readonly UserAttributes?: readonly AttributeType[] },
  exists: string,
): Omit<User, 'status'> {
  const attributes = attributesFrom(pool, input.UserAttributes ?? []);
  const sub = context.cloud.ids.uuid();
  const username = signInName(pool, input.Username, attributes) ?? sub;
  if (findUser(context, pool, input.Username)) throw new AwsError('UsernameExistsException', exists);
  requireAttributes(pool, attributes);
  requireUniqueAliases(context, pool, attributes, undefined, 'UsernameExistsException');
  const now = context.cloud.clock.now();
  return { username, sub, createdAt: now, modifiedAt: now, enabled: true, attributes, groups: [] };
}

/**
 * Returns the name itself, or `undefined` if users sign in with an address: the address is then added as an attribute,
 * and the user name is the `sub`.
 */
function signInName(pool: UserPool, name: string, attributes: Record<string, string>): string | undefined {
  const { UsernameAttributes = [], AliasAttributes = [] } = pool.fixed;
  const isEmail = name.includes('@');
  const isPhone = /^\+\d+$/.test(name);
  if (UsernameAttributes.length === 0) {
    if (isEmail && AliasAttributes.includes('email')) {
      throw invalidParameter('Username cannot be of email format, since user pool is configured for email alias.');
    }
    return name;
  }
  const attribute = isEmail ? 'email' : 'phone_number';
  if (!(isEmail || isPhone) || !UsernameAttributes.includes(attribute)) {
    const wanted = UsernameAttributes.map((each) => (each === 'email' ? 'an email' : 'a phone number'));
    throw invalidParameter(`Username should be ${wanted.join(' or ')}.`);
  }
  attributes[attribute] ??= name;
  return undefined;
}
