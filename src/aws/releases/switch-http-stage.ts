/** Switches a stage of an HTTP API to another deployment, and records in the stage who did it and why: one write. */
import type { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { formatSwitchRecord } from './switch-record.ts';
import type { Switch } from './switch-stage.ts';

export async function switchHttpStage(client: ApiGatewayV2Client, options: Switch): Promise<void> {
  const { api, stage, to, record, variables } = options;
  const { UpdateStageCommand } = await import('@aws-sdk/client-apigatewayv2');
  await client.send(
    new UpdateStageCommand({
      ApiId: api,
      StageName: stage,
      DeploymentId: to,
      Description: formatSwitchRecord(record),
      ...(variables && { StageVariables: replaced(variables) }),
    }),
  );
}

/** An update keeps variables that it does not name, and removes those with an empty value. */
function replaced({ from, to }: NonNullable<Switch['variables']>): Record<string, string> {
  return { ...Object.fromEntries(Object.keys(from).map((name) => [name, ''])), ...to };
}
