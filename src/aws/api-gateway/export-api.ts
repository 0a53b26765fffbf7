/** The definition that a stage serves, as OpenAPI 3.0 with API Gateway's extensions. Reads only. */
import { type APIGatewayClient, GetExportCommand } from '@aws-sdk/client-api-gateway';

export async function exportApi(
  client: APIGatewayClient,
  restApiId: string,
  stageName: string,
): Promise<Record<string, unknown>> {
  const command = new GetExportCommand({
    restApiId,
    stageName,
    exportType: 'oas30',
    parameters: { extensions: 'apigateway' },
    accepts: 'application/json',
  });
  const { body } = await client.send(command);
  return JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>;
}
