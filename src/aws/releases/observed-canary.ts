/** The canary of a stage at this moment: one read. */
import { type APIGatewayClient, GetStageCommand } from '@aws-sdk/client-api-gateway';
import { parseSwitchRecord, type SwitchRecord } from './switch-record.ts';

export interface ObservedCanary {
  /** The ID of the deployment that serves the requests outside of the canary. */
  readonly live: string | undefined;
  /** The canary's deployment. Absent if there is none. */
  readonly canary?: string;
  /** The share of the requests, 0 to 100. */
  readonly percent?: number;
  readonly switched?: SwitchRecord;
}

export async function observedCanary(
  client: APIGatewayClient,
  { api, stage }: { readonly api: string; readonly stage: string },
): Promise<ObservedCanary> {
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
