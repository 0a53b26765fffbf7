/** RespondToAuthChallenge and AdminRespondToAuthChallenge, for the only supported challenge: NEW_PASSWORD_REQUIRED. */
import { notImplemented } from '../../../cloud/aws-error.ts';
import type { OperationContext } from '../../../cloud/operation.ts';
import type { RespondToAuthChallengeRequest } from '../../../models/cognito-idp.ts';
import { challenges, type PoolClient, type UserPool } from '../../../state/user-pools.ts';
import { invalidParameter, notAuthorized } from '../errors.ts';
import { clientInItsRegion, findUser, putUser, requireClient, requirePool } from '../look-up.ts';
import { operation } from '../operation.ts';
import { attributesFrom, requireAttributes } from '../users/attributes.ts';
import { checkPassword, hashPassword } from '../users/passwords.ts';
import { checkSecretHash } from './secret-hash.ts';
import { admit } from './sign-in.ts';

export const respondToAuthChallenge = operation('RespondToAuthChallenge', (input, asked) => {
  const { context, pool, client } = clientInItsRegion(asked, input.ClientId);
  return respond(context, pool, client, input);
});

export const adminRespondToAuthChallenge = operation('AdminRespondToAuthChallenge', (input, context) => {
  const pool = requirePool(context, input);
  return respond(context, pool, requireClient(context, pool.id, input.ClientId), input);
});

async function respond(
  context: OperationContext,
  pool: UserPool,
  client: PoolClient,
  input: RespondToAuthChallengeRequest,
) {
  const { ChallengeName, Session = '', ChallengeResponses = {} } = input;
  if (ChallengeName !== 'NEW_PASSWORD_REQUIRED') throw notImplemented(`Cognito's challenge ${ChallengeName}`);
  const { USERNAME, NEW_PASSWORD, SECRET_HASH, ...more } = ChallengeResponses;
  if (USERNAME === undefined) throw invalidParameter('Missing required parameter USERNAME');
  if (NEW_PASSWORD === undefined) throw invalidParameter('Missing required parameter NEW_PASSWORD');
  checkSecretHash(client, USERNAME, SECRET_HASH);
  const username = requireChallenge(context, client, Session, USERNAME, pool);
  checkPassword(pool, NEW_PASSWORD);
  const given = Object.entries(more).flatMap(([name, Value]) => {
    const Name = /^userAttributes\.(.+)$/.exec(name)?.[1];
    return Name === undefined ? [] : [{ Name, Value }];
  });
  const added = attributesFrom(pool, given);
  const password = await hashPassword(NEW_PASSWORD);
  const user = findUser(context, pool, username);
  // The session is removed at once, so it does not work a second time.
  if (!user || !challenges(context).delete(Session)) throw invalidSession();
  const attributes = { ...user.attributes, ...added };
  requireAttributes(pool, attributes);
  const { temporaryUntil: _, ...rest } = user;
  const confirmed = { ...rest, attributes, password, status: 'CONFIRMED' as const };
  putUser(context, pool, confirmed);
  return admit(context, pool, client, confirmed);
}

const invalidSession = () => notAuthorized('Invalid session for the user.');

function requireChallenge(
  context: OperationContext,
  client: PoolClient,
  session: string,
  name: string,
  pool: UserPool,
): string {
  const challenge = challenges(context).get(session);
  if (challenge?.clientId !== client.id) throw invalidSession();
  if (findUser(context, pool, name)?.username !== challenge.username) throw invalidSession();
  if (challenge.expiresAt <= context.cloud.clock.now()) {
    throw notAuthorized('Invalid session for the user, session is expired.');
  }
  return challenge.username;
}
