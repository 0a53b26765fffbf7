/** An API with one mock method, and its first deployment. */
import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';

export interface DeployableApi {
  readonly restApiId: string;
  readonly rootId: string;
}

export async function createApi(client: APIGatewayClient, name = 'items'): Promise<DeployableApi> {
  const { id, rootResourceId } = await client.send(new CreateRestApiCommand({ name }));
  return { restApiId: id!, rootId: rootResourceId! };
}

export async function createMockApi(client: APIGatewayClient): Promise<DeployableApi> {
  const api = await createApi(client);
  const method = { restApiId: api.restApiId, resourceId: api.rootId, httpMethod: 'GET' };
  await client.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  await client.send(new PutIntegrationCommand({ ...method, type: 'MOCK' }));
  return api;
}

/** Creates a deployment, with a stage if `stageName` is given; returns its id. */
export async function deploy(
  client: APIGatewayClient,
  { restApiId }: DeployableApi,
  stageName?: string,
): Promise<string> {
  const { id } = await client.send(new CreateDeploymentCommand({ restApiId, ...(stageName && { stageName }) }));
  return id!;
}
