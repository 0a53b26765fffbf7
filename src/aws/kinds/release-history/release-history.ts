/**
 * Kind `release-history`: keeps the last releases for rollback and prunes the rest: first deployments that no stage
 * and no canary points at (docs/pitfalls.md, pitfall 8) and that were not promoted to another stage (ADR 17), then the
 * function versions that only those used. Reads nothing by itself: what there is comes from the release.
 */
import { type APIGatewayClient, DeleteDeploymentCommand, GetStagesCommand } from '@aws-sdk/client-api-gateway';
import { DeleteFunctionCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { FieldChange, Kind, Observed, Resource } from '../../../engine/resource.ts';
import { parseDuration } from '../../../text/duration.ts';
import { changingOwn, ifOfApikit, inApiGateway, ownFunctions } from '../../arns/own-arns.ts';
import { type HistoryEntry, isHistory } from '../../releases/release-record.ts';
import { errorMessage, isAwsError } from '../../sdk/errors/sdk-error.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import type { DesiredHistory, ReleaseHistoryProperties, ReleaseHistoryShape } from './shape.ts';

interface Prune {
  deployments: HistoryEntry[];
  /** Published versions that no kept release names. */
  versions: string[];
}

/** The release before the newest is what the data plane may still serve for seconds after a switch. */
const KEPT_ANYWAY = 2;

/**
 * What may go: everything but the newest `keep` releases (two at least), those that are no older than `keepFor` against the newest,
 * the deployments `inUse`, and what another stage may serve. `history` is newest first. A version goes only when no release that
 * stays names it. Age is counted from the newest release and not from now, so that time alone never makes a plan that was empty
 * one that is not.
 */
export function releasesToPrune(
  history: readonly HistoryEntry[],
  { keep, keepFor }: Pick<ReleaseHistoryProperties, 'keep' | 'keepFor'>,
  inUse: ReadonlySet<string>,
): Prune {
  const kept = Math.max(keep, KEPT_ANYWAY);
  const youngest = Date.parse(history[0]?.createdAt ?? '');
  const age = keepFor === undefined ? 0 : (parseDuration(keepFor) ?? 0);
  const isYoung = ({ createdAt }: HistoryEntry) => youngest - Date.parse(createdAt) < age;
  const deployments = history.filter(
    (entry, index) =>
      index >= kept &&
      !isYoung(entry) &&
      !inUse.has(entry.deploymentId) &&
      (entry.record.promotedTo ?? []).length === 0,
  );
  const going = new Set(deployments);
  const staying = new Set(history.filter((entry) => !going.has(entry)).map(({ record }) => record.version));
  const versions = new Set(deployments.map(({ record }) => record.version).filter((version) => !staying.has(version)));
  return { deployments, versions: [...versions] };
}

export function releaseHistoryKind({ clients }: KindDependencies): Kind<ReleaseHistoryShape> {
  return {
    kind: 'release-history',
    rights: [
      { actions: ['apigateway:GET'], on: inApiGateway('/restapis/*'), when: ifOfApikit },
      changingOwn('/restapis/*'),
      { actions: ['lambda:DeleteFunction'], on: ownFunctions },
    ],
    async read(resource) {
      const { api, history } = resource.properties;
      if (typeof api !== 'string' || !isHistory(history)) return undefined;
      const inUse = await inUseBeyond(api, history, resource.properties);
      return { attributes: {}, properties: { inUse }, owned: true };
    },
    diff,
    async apply({ properties: desired }, observed) {
      const unused = releasesToPrune(desired.history, desired, inUseBefore(desired, observed));
      if (unused.deployments.length > 0) await prune(desired, observed);
      return observed ?? { attributes: {}, properties: { inUse: [desired.live] }, owned: true };
    },
    /** Deployments go with their API, versions with their function. */
    async remove() {},
  };

  /** Which old deployments are kept alive by a stage. Asked only when there are more than should be kept. */
  async function inUseBeyond(
    api: string,
    history: readonly HistoryEntry[],
    desired: ReleaseHistoryProperties,
  ): Promise<string[]> {
    const live = typeof desired.live === 'string' ? [desired.live] : [];
    if (releasesToPrune(history, desired, inUseBefore(desired, undefined)).deployments.length === 0) return live;
    return [...(await deploymentsInUse(await clients.apiGateway(), api)), ...live];
  }

  async function prune(desired: DesiredHistory, observed: Observed<ReleaseHistoryShape> | undefined): Promise<void> {
    const { api, function: name, history } = desired;
    const gateway = await clients.apiGateway();
    const lambda = await clients.lambda();
    const inUse = [...(await deploymentsInUse(gateway, api)), ...inUseBefore(desired, observed)];
    const pruned = releasesToPrune(history, desired, new Set(inUse));
    const busy = new Set<string>();
    for (const { deploymentId, record } of pruned.deployments) {
      const deleted = await deleteDeployment(gateway, api, deploymentId);
      if (!deleted) busy.add(record.version);
    }
    for (const version of pruned.versions) {
      if (!busy.has(version)) await deleteVersion(lambda, name, version);
    }
  }
}

/** References to what is still to come are no change by themselves; one release too many is. */
function diff(desired: Resource<ReleaseHistoryShape>, observed: Observed<ReleaseHistoryShape>): FieldChange[] {
  const { history } = desired.properties;
  if (!isHistory(history)) return [];
  const { deployments } = releasesToPrune(history, desired.properties, inUseBefore(desired.properties, observed));
  return deployments.map(({ record, deploymentId }) => ({
    path: `releases.${record.release}`,
    from: deploymentId,
    to: undefined,
  }));
}

/** What is live, what was before that, and what was when it was observed: traffic may still be on its way there. */
function inUseBefore(
  { live, previous }: Pick<ReleaseHistoryProperties, 'live' | 'previous'>,
  observed: Observed<ReleaseHistoryShape> | undefined,
): Set<string> {
  const served = [live, previous].filter((id) => typeof id === 'string');
  return new Set([...(observed?.properties.inUse ?? []), ...served]);
}

async function deploymentsInUse(client: APIGatewayClient, restApiId: string): Promise<string[]> {
  const { item = [] } = await client.send(new GetStagesCommand({ restApiId }));
  return item.flatMap(({ deploymentId, canarySettings }) =>
    [deploymentId, canarySettings?.deploymentId].filter((id) => id !== undefined),
  );
}

/** `false`: a stage has begun to use it in the meantime. */
async function deleteDeployment(client: APIGatewayClient, restApiId: string, deploymentId: string): Promise<boolean> {
  try {
    await client.send(new DeleteDeploymentCommand({ restApiId, deploymentId }));
  } catch (error) {
    if (isAwsError(error, 'BadRequestException') && /Active stages pointing/i.test(errorMessage(error))) return false;
    if (!isAwsError(error, 'NotFoundException')) throw error;
  }
  return true;
}

/** A version that an alias of the user points at stays (409). */
async function deleteVersion(client: LambdaClient, name: string, version: string): Promise<void> {
  try {
    await client.send(new DeleteFunctionCommand({ FunctionName: name, Qualifier: version }));
  } catch (error) {
    if (!isAwsError(error, 'ResourceNotFoundException', 'ResourceConflictException')) throw error;
  }
}
