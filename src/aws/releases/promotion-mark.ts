/**
 * The mark on a release that another stage may serve it: in the record of its deployment, which every deploy of its own stage
 * reads anyway, so that pruning knows of it without a call (docs/adr/0017-promotion.md). Written under the lock of its stage.
 */
import { type APIGatewayClient, UpdateDeploymentCommand } from '@aws-sdk/client-api-gateway';
import { listDeployments } from '../deployments.ts';
import { replaceOperation } from '../patch-path.ts';
import { formatReleaseRecord, type HistoryEntry, releaseHistory } from '../release-record.ts';

export interface Mark {
  /** Id of the REST API of the stage that the release is of. */
  readonly api: string;
  readonly deployment: string;
  /** The stage that it is promoted to. */
  readonly stage: string;
  /** Whether that stage still keeps a release that was promoted before. */
  isKept(entry: HistoryEntry): boolean;
}

/** Also takes the mark of that stage from what it no longer keeps. `false`: the release was pruned in the meantime. */
export async function markPromotion(client: APIGatewayClient, mark: Mark): Promise<boolean> {
  const { api, deployment, stage, isKept } = mark;
  const history = releaseHistory(await listDeployments(client, api));
  if (history.every(({ deploymentId }) => deploymentId !== deployment)) return false;
  for (const entry of history) {
    const { promotedTo = [], ...record } = entry.record;
    const marked = promotedTo.includes(stage);
    const wanted = entry.deploymentId === deployment || (marked && isKept(entry));
    if (marked === wanted) continue;
    const stages = [...promotedTo.filter((name) => name !== stage), ...(wanted ? [stage] : [])];
    const description = formatReleaseRecord({ ...record, ...(stages.length > 0 && { promotedTo: stages }) });
    const patchOperations = [replaceOperation('/description', description)];
    await client.send(
      new UpdateDeploymentCommand({ restApiId: api, deploymentId: entry.deploymentId, patchOperations }),
    );
  }
  return true;
}
