/** The deployments of an API. An API that does not exist has none. */
import { type APIGatewayClient, type Deployment, GetDeploymentsCommand } from '@aws-sdk/client-api-gateway';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { allPages } from './all-pages.ts';

export async function listDeployments(client: APIGatewayClient, restApiId: string): Promise<Deployment[]> {
  const found = await undefinedIfNotFound(
    allPages((page) => client.send(new GetDeploymentsCommand({ restApiId, ...page }))),
  );
  return found ?? [];
}
