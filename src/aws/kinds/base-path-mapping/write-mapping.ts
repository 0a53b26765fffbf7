/**
 * Creates, changes and deletes mappings: with version 2 of API Gateway, or with version 1 for a domain that version 2
 * refuses (docs/aws/custom-domains.md). Each is one call, so that a base path that moves is never without an API.
 */
import {
  CreateBasePathMappingCommand,
  DeleteBasePathMappingCommand,
  UpdateBasePathMappingCommand,
} from '@aws-sdk/client-api-gateway';
import { NO_BASE_PATH } from '../../../naming/custom-domain.ts';
import { replaceOperation } from '../../api-gateway/patch-path.ts';
import type { Clients } from '../../sdk/clients.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';

type MappingClients = Pick<Clients, 'apiGateway' | 'apiGatewayV2'>;

interface Place {
  readonly domain: string;
  readonly basePath: string;
}

interface Target {
  readonly api: string;
  readonly stage: string;
}

export async function createMapping(
  clients: MappingClients,
  { domain, basePath }: Place,
  { api, stage }: Target,
  isOfVersion2: boolean,
): Promise<void> {
  if (!isOfVersion2) {
    const client = await clients.apiGateway();
    const command = { domainName: domain, basePath, restApiId: api, stage };
    await client.send(new CreateBasePathMappingCommand(command));
    return;
  }
  const client = await clients.apiGatewayV2();
  const { CreateApiMappingCommand } = await import('@aws-sdk/client-apigatewayv2');
  const ApiMappingKey = basePath === NO_BASE_PATH ? '' : basePath;
  await client.send(new CreateApiMappingCommand({ DomainName: domain, ApiId: api, Stage: stage, ApiMappingKey }));
}

/** `mappingId` is absent for a mapping that only version 1 can change. */
export async function leadMapping(
  clients: MappingClients,
  { domain, basePath, mappingId }: Place & { readonly mappingId: string | undefined },
  { api, stage }: Target,
): Promise<void> {
  if (mappingId === undefined) {
    const client = await clients.apiGateway();
    const patchOperations = [replaceOperation('/restapiId', api), replaceOperation('/stage', stage)];
    await client.send(new UpdateBasePathMappingCommand({ domainName: domain, basePath, patchOperations }));
    return;
  }
  const client = await clients.apiGatewayV2();
  const { UpdateApiMappingCommand } = await import('@aws-sdk/client-apigatewayv2');
  const command = { DomainName: domain, ApiMappingId: mappingId, ApiId: api, Stage: stage };
  await client.send(new UpdateApiMappingCommand(command));
}

export async function deleteMapping(
  clients: MappingClients,
  { domain, basePath, mappingId }: Place & { readonly mappingId: string | undefined },
): Promise<void> {
  if (mappingId === undefined) {
    const client = await clients.apiGateway();
    await undefinedIfNotFound(client.send(new DeleteBasePathMappingCommand({ domainName: domain, basePath })));
    return;
  }
  const client = await clients.apiGatewayV2();
  const { DeleteApiMappingCommand } = await import('@aws-sdk/client-apigatewayv2');
  const command = new DeleteApiMappingCommand({ DomainName: domain, ApiMappingId: mappingId });
  await undefinedIfNotFound(client.send(command));
}
