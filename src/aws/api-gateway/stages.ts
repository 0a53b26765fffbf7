/** The stages of a REST API, in one call. Reads only. */
import { type APIGatewayClient, GetStagesCommand, type Stage } from '@aws-sdk/client-api-gateway';

export async function stagesOf(client: APIGatewayClient, restApiId: string): Promise<Stage[]> {
  return (await client.send(new GetStagesCommand({ restApiId }))).item ?? [];
}
