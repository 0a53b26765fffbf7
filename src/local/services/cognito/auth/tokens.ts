/** The tokens of a signed-in user, with Cognito's claims, and the verification of an access token. */
import { type Claims, readClaims, signToken, verifyToken } from '../../../cloud/json-web-token.ts';
import type { OperationContext } from '../../../cloud/operation.ts';
import {
  groups,
  issuerOf,
  type PoolClient,
  poolKeys,
  type User,
  type UserPool,
  userPools,
} from '../../../state/user-pools.ts';
import { lifetimesOf } from '../clients/client-settings.ts';
import { notAuthorized } from '../errors.ts';
import { homeRegion } from '../home-region.ts';
import { findUser } from '../look-up.ts';
import { keysOf } from '../pool-keys.ts';
import { isRevoked } from './sessions.ts';

/** The scope of tokens from a sign-in without hosted pages: the user's own data. */
const OWN_AFFAIRS = 'aws.cognito.signin.user.admin';

/** Returns `AuthenticationResult` without the refresh token. */
export async function issueTokens(
  context: OperationContext,
  pool: UserPool,
  client: PoolClient,
  user: User,
  signIn: { readonly originJti: string; readonly signedInAt: number },
) {
  const { ids, clock } = context.cloud;
  const now = seconds(clock.now());
  const lifetimes = lifetimesOf(client.settings);
  const keys = await keysOf(context, ids, pool.id);
  const { names, roles } = groupClaims(context, pool, user);
  const common = {
    sub: user.sub,
    ...names,
    iss: issuerOf(context, pool.id),
    origin_jti: signIn.originJti,
    event_id: ids.uuid(),
    auth_time: seconds(signIn.signedInAt),
    iat: now,
  };
  const access: Claims = {
    ...common,
    client_id: client.id,
    token_use: 'access',
    scope: OWN_AFFAIRS,
    exp: now + lifetimes.access,
    jti: ids.uuid(),
    username: user.username,
  };
  const id: Claims = {
    ...common,
    ...roles,
    ...attributeClaims(pool, client, user),
    'cognito:username': user.username,
    aud: client.id,
    token_use: 'id',
    exp: now + lifetimes.id,
    jti: ids.uuid(),
  };
  return {
    AccessToken: signToken(access, keys.access),
    ExpiresIn: lifetimes.access,
    TokenType: 'Bearer',
    IdToken: signToken(id, keys.id),
  };
}

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** Groups are in order of precedence; the role of the first is preferred. */
function groupClaims(context: OperationContext, pool: UserPool, user: User) {
  const own = user.groups
    .map((name) => groups(context).get(`${pool.id}/${name}`)!)
    .sort((one, other) => (one.precedence ?? Infinity) - (other.precedence ?? Infinity) || 0);
  const arns = own.flatMap(({ roleArn }) => roleArn ?? []);
  return {
    names: own.length > 0 ? { 'cognito:groups': own.map(({ name }) => name) } : {},
    roles: arns.length > 0 ? { 'cognito:roles': arns, 'cognito:preferred_role': arns[0] } : {},
  };
}

/** Attributes that the client may read; verification flags are booleans here. */
function attributeClaims(pool: UserPool, client: PoolClient, user: User): Claims {
  const readable = client.settings.ReadAttributes;
  const claims: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(user.attributes)) {
    if (readable && !readable.includes(name)) continue;
    const type = pool.schema.find((attribute) => attribute.Name === name)?.AttributeDataType;
    claims[name] = type === 'Boolean' ? value === 'true' : value;
  }
  return claims;
}

/** Returns pool and user, with the context of their region. Throws NotAuthorizedException. */
export function requireAccessToken(
  asked: OperationContext,
  token: string,
): { context: OperationContext; pool: UserPool; user: User } {
  const claimed = readClaims(token);
  const poolId = typeof claimed?.iss === 'string' ? claimed.iss.split('/').at(-1)! : '';
  const context = homeRegion(asked, (candidate) => userPools(candidate).has(poolId));
  const pool = userPools(context).get(poolId);
  if (pool === undefined) throw notAuthorized('Invalid Access Token');
  const keys = poolKeys(context).get(pool.id);
  const claims = keys && verifyToken(token, [keys.access]);
  if (claims?.token_use !== 'access') throw notAuthorized('Invalid Access Token');
  if (Number(claims.exp) * 1000 <= context.cloud.clock.now()) throw notAuthorized('Access Token has expired');
  const user = findUser(context, pool, String(claims.username));
  if (!user) throw notAuthorized('Invalid Access Token');
  const signedOut = user.signedOutAt !== undefined && Number(claims.auth_time) * 1000 <= user.signedOutAt;
  if (signedOut || isRevoked(context, claims.origin_jti)) throw notAuthorized('Access Token has been revoked');
  return { context, pool, user };
}
