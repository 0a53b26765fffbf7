/** Gives an HTTP API its routes, integrations and settings, from an OpenAPI document. Nothing is live by it. */
import { type ApiGatewayV2Client, ReimportApiCommand, UpdateApiCommand } from '@aws-sdk/client-apigatewayv2';

/** `note` is called with what API Gateway warns about. */
export async function importHttpDefinition(
  client: ApiGatewayV2Client,
  ApiId: string,
  Body: string,
  note: (text: string) => void,
): Promise<void> {
  const command = new ReimportApiCommand({ ApiId, Body, FailOnWarnings: false });
  const { Warnings = [], DisableExecuteApiEndpoint: isOff = false } = await client.send(command);
  for (const warning of Warnings) note(`API Gateway warns: ${warning}`);
  // What becomes of the setting if the document does not have it is not documented (docs/aws/custom-domains.md).
  const turnsOff = /"disableExecuteApiEndpoint":\s*true/.test(Body);
  if (isOff !== turnsOff) await client.send(new UpdateApiCommand({ ApiId, DisableExecuteApiEndpoint: turnsOff }));
}
