/** CreateUserPoolClient, DescribeUserPoolClient, UpdateUserPoolClient, ListUserPoolClients and DeleteUserPoolClient. */
import { refuseMembers } from '../../../cloud/constraints.ts';
import { operation } from '../../../cloud/operation.ts';
import { type PoolClient, poolClients } from '../../../state/user-pools.ts';
import { type PoolInput, requireClient, requirePool } from '../look-up.ts';
import { page } from '../paging.ts';
import { type ClientInput, clientSettings } from './client-settings.ts';

type ClientId = PoolInput & { readonly ClientId: string };

export const createUserPoolClient = operation<
  PoolInput & ClientInput & { GenerateSecret?: boolean; ClientSecret?: string },
  unknown
>({
  name: 'CreateUserPoolClient',
  run(input, context) {
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
      ...(secret !== undefined && { secret }),
      settings,
    };
    poolClients(context).put(client.id, client);
    return { UserPoolClient: clientView(client) };
  },
});

export const describeUserPoolClient = operation<ClientId, unknown>({
  name: 'DescribeUserPoolClient',
  run(input, context) {
    const pool = requirePool(context, input);
    return { UserPoolClient: clientView(requireClient(context, pool.id, input.ClientId)) };
  },
});

/** Omitted settings get their defaults again, as with pools. */
export const updateUserPoolClient = operation<ClientId & Partial<ClientInput>, unknown>({
  name: 'UpdateUserPoolClient',
  run(input, context) {
    const pool = requirePool(context, input);
    const client = requireClient(context, pool.id, input.ClientId);
    const { ClientName } = client.settings;
    const hasSecret = client.secret !== undefined;
    const settings = clientSettings('UpdateUserPoolClient', context, pool.id, { ClientName, ...input }, hasSecret);
    const updated = { ...client, settings, modifiedAt: context.cloud.clock.now() };
    poolClients(context).put(client.id, updated);
    return { UserPoolClient: clientView(updated) };
  },
});

export const listUserPoolClients = operation<PoolInput & { MaxResults?: number; NextToken?: string }, unknown>({
  name: 'ListUserPoolClients',
  run(input, context) {
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
  },
});

export const deleteUserPoolClient = operation<ClientId, object>({
  name: 'DeleteUserPoolClient',
  run(input, context) {
    const pool = requirePool(context, input);
    poolClients(context).delete(requireClient(context, pool.id, input.ClientId).id);
    return {};
  },
});

function clientView({ id, poolId, secret, createdAt, modifiedAt, settings: { shown, ...settings } }: PoolClient) {
  return {
    UserPoolId: poolId,
    ClientId: id,
    ...(secret !== undefined && { ClientSecret: secret }),
    LastModifiedDate: new Date(modifiedAt),
    CreationDate: new Date(createdAt),
    ...settings,
    ...shown,
  };
}
