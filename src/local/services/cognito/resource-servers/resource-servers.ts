/** CreateResourceServer, DescribeResourceServer, UpdateResourceServer, ListResourceServers and DeleteResourceServer. */
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import { ofPool, type ResourceServer, resourceServers } from '../../../state/user-pools.ts';
import { invalidParameter, resourceNotFound } from '../errors.ts';
import { type PoolInput, requirePool } from '../look-up.ts';
import { page } from '../paging.ts';

interface Identified extends PoolInput {
  readonly Identifier: string;
}

interface Settings extends Identified {
  readonly Name: string;
  readonly Scopes?: ResourceServer['scopes'];
}

export const createResourceServer = operation<Settings, unknown>({
  name: 'CreateResourceServer',
  run(input, context) {
    const pool = requirePool(context, input);
    const server = serverFrom(input);
    if (resourceServers(context).has(`${pool.id}/${server.identifier}`)) {
      throw invalidParameter(`${server.identifier} already exists in user pool ${pool.id}.`);
    }
    return { ResourceServer: put(context, pool.id, server) };
  },
});

export const describeResourceServer = operation<Identified, unknown>({
  name: 'DescribeResourceServer',
  run(input, context) {
    const pool = requirePool(context, input);
    return { ResourceServer: serverView(pool.id, requireServer(context, pool.id, input)) };
  },
});

export const updateResourceServer = operation<Settings, unknown>({
  name: 'UpdateResourceServer',
  run(input, context) {
    const pool = requirePool(context, input);
    requireServer(context, pool.id, input);
    return { ResourceServer: put(context, pool.id, serverFrom(input)) };
  },
});

export const listResourceServers = operation<PoolInput & { MaxResults?: number; NextToken?: string }, unknown>({
  name: 'ListResourceServers',
  run(input, context) {
    const pool = requirePool(context, input);
    const { items, next } = page(ofPool(resourceServers(context), pool.id), input.MaxResults, input.NextToken);
    return { ResourceServers: items.map((server) => serverView(pool.id, server)), NextToken: next };
  },
});

export const deleteResourceServer = operation<Identified, object>({
  name: 'DeleteResourceServer',
  run(input, context) {
    const pool = requirePool(context, input);
    resourceServers(context).delete(`${pool.id}/${requireServer(context, pool.id, input).identifier}`);
    return {};
  },
});

const serverFrom = ({ Identifier, Name, Scopes = [] }: Settings): ResourceServer => ({
  identifier: Identifier,
  name: Name,
  scopes: Scopes,
});

function put(context: OperationContext, poolId: string, server: ResourceServer) {
  resourceServers(context).put(`${poolId}/${server.identifier}`, server);
  return serverView(poolId, server);
}

function requireServer(context: OperationContext, poolId: string, { Identifier }: Identified): ResourceServer {
  const server = resourceServers(context).get(`${poolId}/${Identifier}`);
  if (!server) throw resourceNotFound(`Resource server ${Identifier} does not exist.`);
  return server;
}

const serverView = (poolId: string, { identifier, name, scopes }: ResourceServer) => ({
  UserPoolId: poolId,
  Identifier: identifier,
  Name: name,
  Scopes: scopes,
});
