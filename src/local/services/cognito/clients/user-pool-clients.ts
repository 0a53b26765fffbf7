/** CreateUserPoolClient, DescribeUserPoolClient, UpdateUserPoolClient, ListUserPoolClients and DeleteUserPoolClient. */
import { refuseMembers } from '../../../cloud/constraints.ts';
import type { UserPoolClientType } from '../../../models/cognito-idp.ts';
import { type PoolClient, poolClients } from '../../../state/user-pools.ts';
import { requireClient, requirePool } from '../look-up.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { clientSettings } from './client-settings.ts';

export const createUserPoolClient = operation('CreateUserPoolClient', (input, context) => {
  const pool = requirePool(context, input);
  const { ids, clock } = context.cloud;
  const now = clock.now();
  const secret = input.ClientSecret ?? (input.GenerateSecret ? ids.short(51) : undefined);
  const settings = clientSettings('CreateUserPoolClient', context, pool.id, input, secret !== undefined);
  const client: PoolClient = {
    id: ids.short(26),
    poolId: pool.id,
    createdAt: now,
    modifiedAt: now,
    secret,
    settings,
  };
  poolClients(context).put(client.id, client);
  return { UserPoolClient: clientView(client) };
});

export const describeUserPoolClient = operation('DescribeUserPoolClient', (input, context) => {
  const pool = requirePool(context, input);
  return { UserPoolClient: clientView(requireClient(context, pool.id, input.ClientId)) };
});

/** Omitted settings get their defaults again, as with pools. */
export const updateUserPoolClient = operation('UpdateUserPoolClient', (input, context) => {
  const pool = requirePool(context, input);
  const client = requireClient(context, pool.id, input.ClientId);
  const { ClientName } = client.settings;
  const hasSecret = client.secret !== undefined;
  const settings = clientSettings('UpdateUserPoolClient', context, pool.id, { ClientName, ...input }, hasSecret);
  const updated = { ...client, settings, modifiedAt: context.cloud.clock.now() };
  poolClients(context).put(client.id, updated);
  return { UserPoolClient: clientView(updated) };
});

export const listUserPoolClients = operation('ListUserPoolClients', (input, context) => {
  refuseMembers('Cognito ListUserPoolClients', input, ['ClientType']);
  const pool = requirePool(context, input);
  const own = poolClients(context)
    .values()
    .filter(({ poolId }) => poolId === pool.id);
  const { items, next } = page(own, input.MaxResults, input.NextToken);
  return {
    UserPoolClients: items.map(({ id, settings }) => ({
      ClientId: id,
      UserPoolId: pool.id,
      ClientName: settings.ClientName,
    })),
    NextToken: next,
  };
});

export const deleteUserPoolClient = operation('DeleteUserPoolClient', (input, context) => {
  const pool = requirePool(context, input);
  poolClients(context).delete(requireClient(context, pool.id, input.ClientId).id);
});

function clientView({
  id,
  poolId,
  secret,
  createdAt,
  modifiedAt,
  settings: { shown, ...settings },
}: PoolClient): UserPoolClientType {
  return {
    UserPoolId: poolId,
    ClientId: id,
    ClientSecret: secret,
    LastModifiedDate: new Date(modifiedAt),
    CreationDate: new Date(createdAt),
    ...settings,
    ...shown,
  };
}
