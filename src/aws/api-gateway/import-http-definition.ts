/** Gives an HTTP API its routes, integrations and settings, from an OpenAPI document. Nothing is live by it. */
import type { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';

/** `note` is called with what API Gateway warns about. */
export async function importHttpDefinition(
  client: ApiGatewayV2Client,
  ApiId: string,
  Body: string,
  note: (text: string) => void,
): Promise<void> {
  const { ReimportApiCommand, UpdateApiCommand } = await import('@aws-sdk/client-apigatewayv2');
  const command = new ReimportApiCommand({ ApiId, Body, FailOnWarnings: false });
  const { Warnings = [], DisableExecuteApiEndpoint: isOff = false } = await client.send(command);
  for (const warning of Warnings) note(`API Gateway warns: ${warning}`);
  // AWS does not say whether a document without the setting turns the address on again (docs/aws/custom-domains.md).
  const turnsOff = /"disableExecuteApiEndpoint":\s*true/.test(Body);
  if (isOff !== turnsOff) await client.send(new UpdateApiCommand({ ApiId, DisableExecuteApiEndpoint: turnsOff }));
}
