/** The deployments of an API. One that is not there has none. */
import { type APIGatewayClient, type Deployment, GetDeploymentsCommand } from '@aws-sdk/client-api-gateway';
import { isAwsError } from './sdk-error.ts';

export async function listDeployments(client: APIGatewayClient, restApiId: string): Promise<Deployment[]> {
  const all: Deployment[] = [];
  let position: string | undefined;
  try {
    do {
      const page = await client.send(
        new GetDeploymentsCommand({ restApiId, limit: 500, ...(position && { position }) }),
      );
      all.push(...(page.items ?? []));
      position = page.position;
    } while (position);
  } catch (error) {
    if (!isAwsError(error, 'NotFoundException')) throw error;
  }
  return all;
}
