/** Finds the resources that a call names, or throws Cognito's error. */
import type { OperationContext } from '../../cloud/operation.ts';
import {
  ofPool,
  type PoolClient,
  poolClients,
  type User,
  type UserPool,
  userPools,
  users,
} from '../../state/user-pools.ts';
import { resourceNotFound, userNotFound } from './errors.ts';
import { homeRegion } from './home-region.ts';

export interface PoolInput {
  readonly UserPoolId: string;
}

export interface UserInput extends PoolInput {
  readonly Username: string;
}

export function requirePool(context: OperationContext, { UserPoolId }: PoolInput): UserPool {
  const pool = userPools(context).get(UserPoolId);
  if (!pool) throw resourceNotFound(`User pool ${UserPoolId} does not exist.`);
  return pool;
}

export function requireClient(context: OperationContext, poolId: string, clientId: string): PoolClient {
  const client = findClient(context, clientId);
  if (client.poolId !== poolId) throw clientNotFound(clientId);
  return client;
}

/** Returns client and pool with the context of their region, for calls that name only the client. */
export function clientInItsRegion(context: OperationContext, clientId: string) {
  const home = homeRegion(context, (candidate) => poolClients(candidate).has(clientId));
  const client = findClient(home, clientId);
  return { context: home, client, pool: userPools(home).get(client.poolId)! };
}

function findClient(context: OperationContext, clientId: string): PoolClient {
  const client = poolClients(context).get(clientId);
  if (!client) throw clientNotFound(clientId);
  return client;
}

const clientNotFound = (clientId: string) => resourceNotFound(`User pool client ${clientId} does not exist.`);

export function requireUser(context: OperationContext, input: UserInput): { pool: UserPool; user: User } {
  const pool = requirePool(context, input);
  const user = findUser(context, pool, input.Username);
  if (!user) throw userNotFound();
  return { pool, user };
}

/** Finds a user by user name, `sub`, or an attribute that the pool allows for sign-in. */
export function findUser(context: OperationContext, pool: UserPool, name: string): User | undefined {
  const known = users(context).get(userKey(pool, name));
  if (known) return known;
  const { UsernameAttributes = [], AliasAttributes = [] } = pool.fixed;
  const folded = fold(pool, name);
  return ofPool(users(context), pool.id).find(
    ({ sub, attributes }) =>
      sub === name ||
      UsernameAttributes.some((attribute) => fold(pool, attributes[attribute] ?? '') === folded) ||
      AliasAttributes.some(
        (attribute) => fold(pool, attributes[attribute] ?? '') === folded && isProven(attribute, attributes),
      ),
  );
}

/** An address is an alias once it is verified; a preferred name is one at once. */
const isProven = (attribute: string, attributes: User['attributes']): boolean =>
  attribute === 'preferred_username' || attributes[`${attribute}_verified`] === 'true';

export const userKey = (pool: UserPool, username: string): string => `${pool.id}/${fold(pool, username)}`;

/** Names are case-insensitive unless the pool is configured otherwise. */
const fold = ({ fixed }: UserPool, name: string): string =>
  fixed.UsernameConfiguration?.CaseSensitive === false ? name.toLowerCase() : name;

export function putUser(context: OperationContext, pool: UserPool, user: User): void {
  users(context).put(userKey(pool, user.username), { ...user, modifiedAt: context.cloud.clock.now() });
}
