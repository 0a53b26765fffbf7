/** The deployments of an API. One that is not there has none. */
import { type APIGatewayClient, type Deployment, GetDeploymentsCommand } from '@aws-sdk/client-api-gateway';
import { allPages } from './all-pages.ts';
import { isAwsError } from './sdk-error.ts';

export async function listDeployments(client: APIGatewayClient, restApiId: string): Promise<Deployment[]> {
  try {
    return await allPages((page) => client.send(new GetDeploymentsCommand({ restApiId, ...page })));
  } catch (error) {
    if (isAwsError(error, 'NotFoundException')) return [];
    throw error;
  }
}
