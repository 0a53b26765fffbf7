/** CreateResourceServer, DescribeResourceServer, UpdateResourceServer, ListResourceServers and DeleteResourceServer. */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { DescribeResourceServerRequest, UpdateResourceServerRequest } from '../../../models/cognito-idp.ts';
import { ofPool, type ResourceServer, resourceServers } from '../../../state/user-pools.ts';
import { invalidParameter, resourceNotFound } from '../errors.ts';
import { requirePool } from '../look-up.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';

export const createResourceServer = operation('CreateResourceServer', (input, context) => {
  const pool = requirePool(context, input);
  const server = serverFrom(input);
  if (resourceServers(context).has(`${pool.id}/${server.identifier}`)) {
    throw invalidParameter(`${server.identifier} already exists in user pool ${pool.id}.`);
  }
  return { ResourceServer: put(context, pool.id, server) };
});

export const describeResourceServer = operation('DescribeResourceServer', (input, context) => {
  const pool = requirePool(context, input);
  return { ResourceServer: serverView(pool.id, requireServer(context, pool.id, input)) };
});

export const updateResourceServer = operation('UpdateResourceServer', (input, context) => {
  const pool = requirePool(context, input);
  requireServer(context, pool.id, input);
  return { ResourceServer: put(context, pool.id, serverFrom(input)) };
});

export const listResourceServers = operation('ListResourceServers', (input, context) => {
  const pool = requirePool(context, input);
  const { items, next } = page(ofPool(resourceServers(context), pool.id), input.MaxResults, input.NextToken);
  return { ResourceServers: items.map((server) => serverView(pool.id, server)), NextToken: next };
});

export const deleteResourceServer = operation('DeleteResourceServer', (input, context) => {
  const pool = requirePool(context, input);
  resourceServers(context).delete(`${pool.id}/${requireServer(context, pool.id, input).identifier}`);
});

const serverFrom = ({ Identifier, Name, Scopes = [] }: UpdateResourceServerRequest): ResourceServer => ({
  identifier: Identifier,
  name: Name,
  scopes: Scopes,
});

function put(context: OperationContext, poolId: string, server: ResourceServer) {
  resourceServers(context).put(`${poolId}/${server.identifier}`, server);
  return serverView(poolId, server);
}

function requireServer(
  context: OperationContext,
  poolId: string,
  { Identifier }: DescribeResourceServerRequest,
): ResourceServer {
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
