/** Makes a stage serve another deployment of its API, and says in the stage who did it and why: one write. */
import { type APIGatewayClient, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { replaceOperation } from '../patch-path.ts';
import { formatSwitchRecord, type SwitchRecord } from './switch-record.ts';

export interface Switch {
  /** Id of the REST API. */
  readonly api: string;
  readonly stage: string;
  /** Id of the deployment that is to serve. */
  readonly to: string;
  readonly record: SwitchRecord;
}

export async function switchStage(client: APIGatewayClient, { api, stage, to, record }: Switch): Promise<void> {
  const patchOperations = [
    replaceOperation('/deploymentId', to),
    replaceOperation('/description', formatSwitchRecord(record)),
  ];
  await client.send(new UpdateStageCommand({ restApiId: api, stageName: stage, patchOperations }));
}
