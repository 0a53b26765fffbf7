/** DescribeUserPool, ListUserPools and DeleteUserPool. */
import {
  challenges,
  groups,
  poolClients,
  poolKeys,
  resourceServers,
  sessions,
  userPools,
  users,
} from '../../../state/user-pools.ts';
import type { Collection } from '../../../storage/store.ts';
import { invalidParameter } from '../errors.ts';
import { requirePool } from '../look-up.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { poolView } from './pool-view.ts';

export const describeUserPool = operation('DescribeUserPool', (input, context) => ({
  UserPool: poolView(context, requirePool(context, input)),
}));

export const listUserPools = operation('ListUserPools', (input, context) => {
  const { items, next } = page(userPools(context).values(), input.MaxResults, input.NextToken);
  return {
    UserPools: items.map(({ id, settings, createdAt, modifiedAt }) => ({
      Id: id,
      Name: settings.PoolName,
      LambdaConfig: {},
      LastModifiedDate: new Date(modifiedAt),
      CreationDate: new Date(createdAt),
    })),
    NextToken: next,
  };
});

export const deleteUserPool = operation('DeleteUserPool', (input, context) => {
  const { id, settings } = requirePool(context, input);
  if (settings.DeletionProtection === 'ACTIVE') {
    throw invalidParameter(
      'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
    );
  }
  for (const collection of [users(context), groups(context), resourceServers(context)] as Collection<unknown>[]) {
    for (const key of collection.keys()) if (key.startsWith(`${id}/`)) collection.delete(key);
  }
  for (const collection of [poolClients(context), sessions(context), challenges(context)] as Collection<{
    poolId: string;
  }>[]) {
    for (const key of collection.keys()) if (collection.get(key)?.poolId === id) collection.delete(key);
  }
  poolKeys(context).delete(id);
  userPools(context).delete(id);
});
