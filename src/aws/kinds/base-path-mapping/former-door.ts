/** Recognizes the front door that a stage had before a change of `api`. Reads only. */
import { GetRestApiCommand } from '@aws-sdk/client-api-gateway';
import type { Tags } from '../../../naming/tags.ts';
import { owns } from '../../ownership/ownership.ts';
import type { Clients } from '../../sdk/clients.ts';
import { isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';

interface Stage {
  /** The kind of API that the stage should have. */
  readonly door: 'rest' | 'http';
  readonly tags: Tags;
}

/** Whether the API is one of this stage, and of the other kind. One that the caller may not read is somebody else's. */
export async function isFormerDoor(
  clients: Pick<Clients, 'apiGateway' | 'apiGatewayV2'>,
  api: string,
  { door, tags }: Stage,
): Promise<boolean> {
  try {
    const found = door === 'http' ? await restTags(clients, api) : await httpTags(clients, api);
    return found !== undefined && owns(tags, found);
  } catch (error) {
    if (isAwsError(error, 'AccessDeniedException')) return false;
    throw error;
  }
}

async function restTags(clients: Pick<Clients, 'apiGateway'>, restApiId: string): Promise<Tags | undefined> {
  const client = await clients.apiGateway();
  const found = await undefinedIfNotFound(client.send(new GetRestApiCommand({ restApiId })));
  return found && (found.tags ?? {});
}

async function httpTags(clients: Pick<Clients, 'apiGatewayV2'>, ApiId: string): Promise<Tags | undefined> {
  const client = await clients.apiGatewayV2();
  const { GetApiCommand } = await import('@aws-sdk/client-apigatewayv2');
  const found = await undefinedIfNotFound(client.send(new GetApiCommand({ ApiId })));
  return found && (found.Tags ?? {});
}
