/**
 * The mark on a release that another stage may serve it: in the record of its deployment, which every deploy of its own stage
 * reads anyway, so that pruning knows of it without a call (docs/adr/0017-promotion.md). Written under the lock of its stage.
 */
import { type APIGatewayClient, UpdateDeploymentCommand } from '@aws-sdk/client-api-gateway';
import { listDeployments } from '../api-gateway/deployments.ts';
import { replaceOperation } from '../api-gateway/patch-path.ts';
import { formatReleaseRecord, type HistoryEntry, releaseHistory } from './release-record.ts';

export interface Mark {
  /** Id of the deployment that is the release. */
  readonly deployment: string;
  /** The stage that the release is of. */
  readonly from: string;
  /** The stage that it is promoted to. */
  readonly to: string;
  /** The releases that this stage keeps. */
  readonly keptThere: readonly HistoryEntry[];
}

/** `api`: id of the REST API of the stage that the release is of. `false`: the release was pruned in the meantime. */
export async function markPromotion(client: APIGatewayClient, api: string, mark: Mark): Promise<boolean> {
  const history = releaseHistory(await listDeployments(client, api));
  if (history.every(({ deploymentId }) => deploymentId !== mark.deployment)) return false;
  for (const { deploymentId, record } of changedMarks(history, mark)) {
    const patchOperations = [replaceOperation('/description', formatReleaseRecord(record))];
    await client.send(new UpdateDeploymentCommand({ restApiId: api, deploymentId, patchOperations }));
  }
  return true;
}

/** The entries whose marks have to change: the release gets one, and what the other stage no longer keeps loses its own. */
export function changedMarks(history: readonly HistoryEntry[], mark: Mark): HistoryEntry[] {
  const { deployment, to } = mark;
  return history.flatMap((entry) => {
    const { promotedTo = [], ...record } = entry.record;
    const marked = promotedTo.includes(to);
    const wanted = entry.deploymentId === deployment || (marked && isKept(entry, mark));
    if (marked === wanted) return [];
    const stages = [...promotedTo.filter((name) => name !== to), ...(wanted ? [to] : [])];
    return [{ ...entry, record: { ...record, ...(stages.length > 0 && { promotedTo: stages }) } }];
  });
}

/** Where the other stage was deployed from the project before, its record names no release, and the code is all that there is to go by. */
function isKept({ record: { release, code } }: HistoryEntry, { from, keptThere }: Mark): boolean {
  return keptThere.some(({ record }) =>
    record.promoted ? record.promoted.stage === from && record.promoted.release === release : record.code === code,
  );
}
