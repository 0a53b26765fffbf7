/** The API and the stage of an app as AWS has them, and the releases of the API: three reads. */
import { type APIGatewayClient, GetStageCommand, type RestApi, type Stage } from '@aws-sdk/client-api-gateway';
import type { Tags } from '../../naming/tags.ts';
import { listDeployments } from '../api-gateway/deployments.ts';
import { listRestApis } from '../api-gateway/rest-apis.ts';
import { owns } from '../ownership/ownership.ts';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { type HistoryEntry, releaseHistory } from './release-record.ts';

export interface LiveFacts {
  readonly api: RestApi & { id: string };
  readonly stage: Stage;
  /** The releases, newest first. */
  readonly releases: readonly HistoryEntry[];
}

/** Returns `undefined` if nothing of the app is deployed under this stage. */
export async function liveFacts(
  client: APIGatewayClient,
  tags: Tags,
  stageName: string,
): Promise<LiveFacts | undefined> {
  const ours = (await listRestApis(client)).filter((api) => owns(tags, api.tags ?? {}));
  for (const api of ours) {
    const { id = '' } = api;
    const stage = await undefinedIfNotFound(client.send(new GetStageCommand({ restApiId: id, stageName })));
    if (stage) return { api: { ...api, id }, stage, releases: releaseHistory(await listDeployments(client, id)) };
  }
  return undefined;
}
