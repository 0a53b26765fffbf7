/** The user pools of a stage, each with its client. Pure. */
import type { UserPoolClientShape } from '../aws/kinds/user-pool-client/shape.ts';
import type { StageConfig } from '../config/config.ts';
import type { UserPoolConfig } from '../config/user-pools.ts';
import type { Ref, Resource } from '../engine/resource.ts';
import { userPoolName } from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';
import { ref, type StageResource } from './ids.ts';

type PoolId = `user-pool/${string}`;

export function userPoolResources(config: StageConfig, tags: Tags): Resource[] {
  return Object.entries(config.userPools).flatMap(([name, pool]) => [
    poolResource(config, name, pool, tags),
    clientResource(config, name, pool),
  ]);
}

/** The ARNs of the pools, for the API definition. Empty if there are none. */
export function userPoolArns({ userPools }: StageConfig): { userPools?: Record<string, Ref<string>> } {
  const names = Object.keys(userPools);
  if (names.length === 0) return {};
  return { userPools: Object.fromEntries(names.map((name) => [name, ref(`user-pool/${name}`, 'arn')])) };
}

/** The IDs of their clients, for the definition of an HTTP API. Empty if there are none. */
export function userPoolClients({ userPools }: StageConfig): { userPoolClients?: Record<string, Ref<string>> } {
  const names = Object.keys(userPools);
  if (names.length === 0) return {};
  const clients = names.map((name) => [name, ref(`user-pool-client/${name}`, 'id')]);
  return { userPoolClients: Object.fromEntries(clients) };
}

function poolResource(config: StageConfig, name: string, pool: UserPoolConfig, tags: Tags): StageResource<PoolId> {
  const { signIn, selfSignUp, passwordPolicy, groups, deletionProtection } = pool;
  return {
    id: `user-pool/${name}`,
    kind: 'user-pool',
    name: userPoolName(config, name),
    properties: {
      signIn: [...signIn].sort(),
      selfSignUp,
      passwordPolicy,
      groups,
      scopes: Object.fromEntries(Object.entries(pool.scopes).map(([server, scopes]) => [server, [...scopes].sort()])),
      deletionProtection,
      tags,
    },
    // The pool has the users.
    keep: 'data',
  };
}

function clientResource(
  config: StageConfig,
  name: string,
  { flows, tokens, scopes }: UserPoolConfig,
): Resource<UserPoolClientShape> {
  const order = ['srp', 'password', 'admin-password', 'client-credentials'] as const;
  const granted = Object.entries(scopes).flatMap(([server, names]) => names.map((scope) => `${server}/${scope}`));
  return {
    id: `user-pool-client/${name}`,
    kind: 'user-pool-client',
    name: userPoolName(config, name),
    properties: {
      pool: ref(`user-pool/${name}`, 'id'),
      flows: order.filter((flow) => flows.includes(flow)),
      tokens,
      scopes: flows.includes('client-credentials') ? granted.sort() : [],
    },
    keep: 'data',
  };
}
