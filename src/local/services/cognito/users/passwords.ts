/** Passwords: a pool's password policy, and the hashes. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { AwsError } from '../../../cloud/aws-error.ts';
import type { PasswordPolicy, UserPool } from '../../../state/user-pools.ts';
import { invalidParameter } from '../errors.ts';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const HASH_BYTES = 32;
const MAX_LENGTH = 256;

/**
 * Cognito's special characters (Developer Guide, "User pool password requirements"). A space inside the password counts
 * as one.
 */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|(?<=.) (?=.)/;

/** Throws InvalidPasswordException for the first violated rule. */
export function checkPassword({ settings }: UserPool, password: string): void {
  if (password === '' || password.length > MAX_LENGTH || /^\s|\s$/.test(password)) {
    throw invalidParameter(
      String.raw`1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\S]+.*[\S]+$`,
    );
  }
  const broken = brokenRule(settings.Policies.PasswordPolicy, password);
  if (broken !== undefined) {
    throw new AwsError('InvalidPasswordException', `Password did not conform with policy: ${broken}`);
  }
}

function brokenRule(policy: PasswordPolicy, password: string): string | undefined {
  if (password.length < policy.MinimumLength) return 'Password not long enough';
  if (policy.RequireUppercase && !/[A-Z]/.test(password)) return 'Password must have uppercase characters';
  if (policy.RequireLowercase && !/[a-z]/.test(password)) return 'Password must have lowercase characters';
  if (policy.RequireNumbers && !/\d/.test(password)) return 'Password must have numeric characters';
  if (policy.RequireSymbols && !SYMBOL.test(password)) return 'Password must have symbol characters';
  return undefined;
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, HASH_BYTES);
  return `${salt.toString('base64')}:${hash.toString('base64')}`;
}

export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [salt = '', expected = ''] = hash.split(':');
  const given = await derive(password, Buffer.from(salt, 'base64'), HASH_BYTES);
  return timingSafeEqual(given, Buffer.from(expected, 'base64'));
}

/** Returns a password that every policy accepts, for users without a password. */
export const randomPassword = (): string => `aA1!${randomBytes(60).toString('base64url')}`;
