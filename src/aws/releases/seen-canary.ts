/** The canary of a stage as it is now: one read. */
import { type APIGatewayClient, GetStageCommand } from '@aws-sdk/client-api-gateway';
import { parseSwitchRecord, type SwitchRecord } from './switch-record.ts';

export interface SeenCanary {
  /** Id of the deployment that serves the requests that are not the canary's. */
  readonly live: string | undefined;
  /** Its deployment; absent: there is none. */
  readonly canary?: string;
  /** 0 to 100 */
  readonly percent?: number;
  readonly switched?: SwitchRecord;
}

export async function seenCanary(
  client: APIGatewayClient,
  { api, stage }: { readonly api: string; readonly stage: string },
): Promise<SeenCanary> {
  const found = await client.send(new GetStageCommand({ restApiId: api, stageName: stage }));
  const { deploymentId: live, canarySettings, description } = found;
  const switched = parseSwitchRecord(description);
  return {
    live,
    ...(canarySettings?.deploymentId !== undefined && {
      canary: canarySettings.deploymentId,
      percent: canarySettings.percentTraffic ?? 0,
    }),
    ...(switched && { switched }),
  };
}
