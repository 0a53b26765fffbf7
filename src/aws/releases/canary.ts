/**
 * The canary of a stage: API Gateway sends a random share of the requests to another deployment. Each change is one
 * `UpdateStage`, with the record of who made it. docs/aws/deployments.md lists the patches, and says that a stage with
 * a canary cannot be switched to another deployment.
 */
import {
  type APIGatewayClient,
  type PatchOperation,
  type Stage,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { ApikitError } from '../../errors.ts';
import { removeOperation, replaceOperation } from '../api-gateway/patch-path.ts';
import { formatSwitchRecord, type SwitchRecord } from './switch-record.ts';

export interface CanaryStage {
  /** The ID of the REST API. */
  readonly api: string;
  readonly stage: string;
  /** The record for the description of the stage. */
  readonly record: SwitchRecord;
}

/**
 * `percent` is 0 to 100. Also changes the share of an existing canary. Throws `NoCanary` if the response of the
 * endpoint shows no canary.
 */
export async function startCanary(
  client: APIGatewayClient,
  stage: CanaryStage,
  { deployment, percent }: { deployment: string; percent: number },
): Promise<void> {
  const { canarySettings, deploymentId } = await update(client, stage, [
    replaceOperation('/canarySettings/deploymentId', deployment),
    replaceOperation('/canarySettings/percentTraffic', percent),
  ]);
  if (canarySettings?.deploymentId === deployment) return;
  const serves = deploymentId === deployment ? 'the release that was to be its canary' : `deployment ${deploymentId}`;
  throw new ApikitError(
    'NoCanary',
    `The endpoint accepted the canary of stage "${stage.stage}" but did not create one: its response says that all requests go to ${serves}.`,
    {
      hint: `AWS creates one; some emulators of AWS, such as moto, do not. To see what is live, run: apikit releases --stage ${stage.stage}`,
    },
  );
}

/** Writes only the record, when somebody begins to watch the canary. */
export async function recordCanary(client: APIGatewayClient, stage: CanaryStage): Promise<void> {
  await update(client, stage, []);
}

/** The order of the four patches is that of AWS's documentation. */
export async function promoteCanary(client: APIGatewayClient, stage: CanaryStage): Promise<void> {
  await update(client, stage, [
    replaceOperation('/canarySettings/percentTraffic', '0.0'),
    { op: 'copy', from: '/canarySettings/stageVariableOverrides', path: '/variables' },
    { op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' },
    removeOperation('/canarySettings'),
  ]);
}

export async function abortCanary(client: APIGatewayClient, stage: CanaryStage): Promise<void> {
  await update(client, stage, [removeOperation('/canarySettings')]);
}

async function update(
  client: APIGatewayClient,
  { api, stage, record }: CanaryStage,
  operations: readonly PatchOperation[],
): Promise<Stage> {
  const patchOperations = [...operations, replaceOperation('/description', formatSwitchRecord(record))];
  return await client.send(new UpdateStageCommand({ restApiId: api, stageName: stage, patchOperations }));
}
