/**
 * Marks a release that another stage may serve: in the record of its deployment, which every deploy of its own stage
 * reads anyway, so that pruning needs no extra call (docs/adr/0017-promotion.md). Written under the lock of its stage.
 */
import { type APIGatewayClient, UpdateDeploymentCommand } from '@aws-sdk/client-api-gateway';
import { listDeployments } from '../api-gateway/deployments.ts';
import { replaceOperation } from '../api-gateway/patch-path.ts';
import { formatReleaseRecord, type HistoryEntry, releaseHistory } from './release-record.ts';

export interface Mark {
  /** The ID of the release's deployment. */
  readonly deployment: string;
  /** The stage of the release. */
  readonly from: string;
  /** The stage that it is promoted to. */
  readonly to: string;
  /** The releases that the other stage keeps. */
  readonly keptThere: readonly HistoryEntry[];
}

/**
 * `api` is the ID of the REST API of the release's stage. Returns `false` if the release was pruned in the meantime.
 */
export async function markPromotion(client: APIGatewayClient, api: string, mark: Mark): Promise<boolean> {
  const history = releaseHistory(await listDeployments(client, api));
  if (history.every(({ deploymentId }) => deploymentId !== mark.deployment)) return false;
  for (const { deploymentId, record } of changedMarks(history, mark)) {
    const patchOperations = [replaceOperation('/description', formatReleaseRecord(record))];
    await client.send(new UpdateDeploymentCommand({ restApiId: api, deploymentId, patchOperations }));
  }
  return true;
}

/**
 * The entries whose marks must change: the release gets one, and releases that the other stage no longer keeps lose
 * theirs.
 */
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

/**
 * If the other stage was deployed from the project before, its record names no release, and only the code can be
 * compared.
 */
function isKept({ record: { release, code } }: HistoryEntry, { from, keptThere }: Mark): boolean {
  return keptThere.some(({ record }) =>
    record.promoted ? record.promoted.stage === from && record.promoted.release === release : record.code === code,
  );
}
