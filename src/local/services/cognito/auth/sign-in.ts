/** Signs a user in: a password gives tokens, or the challenge to set a new password. */
import { AwsError, notImplemented } from '../../../cloud/aws-error.ts';
import type { OperationContext } from '../../../cloud/operation.ts';
import type { InitiateAuthResponse } from '../../../models/cognito-idp.ts';
import { challenges, type PoolClient, type User, type UserPool } from '../../../state/user-pools.ts';
import { lifetimesOf } from '../clients/client-settings.ts';
import { notAuthorized, userNotFound, wrongPassword } from '../errors.ts';
import { findUser } from '../look-up.ts';
import { attributeList } from '../users/attributes.ts';
import { isPassword } from '../users/passwords.ts';
import { openSession } from './sessions.ts';
import { issueTokens } from './tokens.ts';

/** Throws NotAuthorizedException, UserNotConfirmedException, UserNotFoundException. */
export async function signIn(
  context: OperationContext,
  pool: UserPool,
  client: PoolClient,
  username: string,
  password: string,
): Promise<InitiateAuthResponse> {
  const user = findUser(context, pool, username);
  if (!user) {
    throw client.settings.PreventUserExistenceErrors === 'ENABLED' ? wrongPassword() : userNotFound();
  }
  if (user.password === undefined || !(await isPassword(password, user.password))) throw wrongPassword();
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status === 'UNCONFIRMED') throw new AwsError('UserNotConfirmedException', 'User is not confirmed.');
  if (pool.mfa?.mode === 'ON') throw notImplemented('Signing in to a user pool that requires MFA');
  if (user.status === 'FORCE_CHANGE_PASSWORD') return askForNewPassword(context, pool, client, user);
  return admit(context, pool, client, user);
}

/** Opens a session: returns `AuthenticationResult` with the refresh token. */
export async function admit(context: OperationContext, pool: UserPool, client: PoolClient, user: User) {
  const { ids, clock } = context.cloud;
  const now = clock.now();
  const session = {
    poolId: pool.id,
    clientId: client.id,
    username: user.username,
    originJti: ids.uuid(),
    signedInAt: now,
    expiresAt: now + lifetimesOf(client.settings).refresh * 1000,
  };
  const RefreshToken = openSession(context, session);
  return {
    ChallengeParameters: {},
    AuthenticationResult: { ...(await issueTokens(context, pool, client, user, session)), RefreshToken },
  };
}

/** The milliseconds to answer a challenge (Cognito's default for sessions). */
const CHALLENGE_LASTS = 3 * 60_000;

function askForNewPassword(
  context: OperationContext,
  pool: UserPool,
  client: PoolClient,
  user: User,
): InitiateAuthResponse {
  const { ids, clock } = context.cloud;
  const now = clock.now();
  if (user.temporaryUntil !== undefined && user.temporaryUntil <= now) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }
  const kept = challenges(context);
  for (const key of kept.keys()) if (kept.get(key)!.expiresAt <= now) kept.delete(key);
  const Session = `AYABe${ids.short(120)}`;
  kept.put(Session, {
    poolId: pool.id,
    clientId: client.id,
    username: user.username,
    expiresAt: now + CHALLENGE_LASTS,
  });
  const known = Object.fromEntries(
    attributeList(user).flatMap(({ Name, Value }) => (Name === 'sub' ? [] : [[Name, Value]])),
  );
  const missing = pool.schema.filter(({ Name, Required }) => Required && Name !== 'sub' && !(Name in known));
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session,
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missing.map(({ Name }) => `userAttributes.${Name}`)),
      userAttributes: JSON.stringify(known),
    },
  };
}
