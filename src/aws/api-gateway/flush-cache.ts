/**
 * Empties the cache of a stage. API Gateway accepts the call at once (202) and discards all responses
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html). The permission is a change
 * below the API, which the kind of the API has.
 */
import { type APIGatewayClient, FlushStageCacheCommand } from '@aws-sdk/client-api-gateway';

export async function flushCache(client: APIGatewayClient, restApiId: string, stageName: string): Promise<void> {
  await client.send(new FlushStageCacheCommand({ restApiId, stageName }));
}
