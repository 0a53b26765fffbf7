/**
 * Kind `release-history`: keeps the last releases for rollback and prunes the others. First go deployments that no
 * stage and no canary uses (docs/pitfalls.md, pitfall 8) and that were not promoted to another stage (ADR 17), then the
 * function versions that only those used. The list of releases comes from the kind `release`.
 */
import { type APIGatewayClient, DeleteDeploymentCommand } from '@aws-sdk/client-api-gateway';
import { DeleteFunctionCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { FieldChange, Kind, Observed, Resource } from '../../../engine/resource.ts';
import { parseDuration } from '../../../text/duration.ts';
import { stagesOf } from '../../api-gateway/stages.ts';
import { changeOwn, inApiGateway, ownFunctions, resourceHasAppTag } from '../../arns/own-arns.ts';
import { type HistoryEntry, isHistory } from '../../releases/release-record.ts';
import { errorMessage, isAwsError } from '../../sdk/errors/sdk-error.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import type { DesiredHistory, ReleaseHistoryProperties, ReleaseHistoryShape } from './shape.ts';

interface Prune {
  deployments: HistoryEntry[];
  /** Published versions that no remaining release names. */
  versions: string[];
}

/** The data plane may serve the release before the newest for some seconds after a switch. */
const KEPT_ANYWAY = 2;

/**
 * The releases to delete: all except the newest `keep` (at least two), those that are no older than `keepFor` compared
 * with the newest, the deployments `inUse`, and those that another stage may serve. `history` has the newest first. A
 * version is deleted only if no remaining release names it. The age counts from the newest release and not from now, so
 * that an empty plan does not change only because time passes.
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
      { actions: ['apigateway:GET'], on: inApiGateway('/restapis/*'), when: resourceHasAppTag },
      changeOwn('/restapis/*'),
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
    /** API Gateway deletes deployments with their API, and Lambda deletes versions with their function. */
    async remove() {},
  };

  /** The old deployments that a stage still uses. Makes a call only if there are more releases than should be kept. */
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

/** A reference to a value of a later step is not a change by itself. A release too many is one. */
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

/**
 * The deployments that are live now, that were live before, and that were live when the stage was read: they may still
 * get traffic.
 */
function inUseBefore(
  { live, previous }: Pick<ReleaseHistoryProperties, 'live' | 'previous'>,
  observed: Observed<ReleaseHistoryShape> | undefined,
): Set<string> {
  const served = [live, previous].filter((id) => typeof id === 'string');
  return new Set([...(observed?.properties.inUse ?? []), ...served]);
}

async function deploymentsInUse(client: APIGatewayClient, restApiId: string): Promise<string[]> {
  const stages = await stagesOf(client, restApiId);
  return stages.flatMap(({ deploymentId, canarySettings }) =>
    [deploymentId, canarySettings?.deploymentId].filter((id) => id !== undefined),
  );
}

/** Returns `false` if a stage has begun to use it meanwhile. */
async function deleteDeployment(client: APIGatewayClient, restApiId: string, deploymentId: string): Promise<boolean> {
  try {
    await client.send(new DeleteDeploymentCommand({ restApiId, deploymentId }));
  } catch (error) {
    if (isAwsError(error, 'BadRequestException') && /Active stages pointing/i.test(errorMessage(error))) return false;
    if (!isAwsError(error, 'NotFoundException')) throw error;
  }
  return true;
}

/** Lambda refuses (409) to delete a version that an alias of the user points to, so it stays. */
async function deleteVersion(client: LambdaClient, name: string, version: string): Promise<void> {
  try {
    await client.send(new DeleteFunctionCommand({ FunctionName: name, Qualifier: version }));
  } catch (error) {
    if (!isAwsError(error, 'ResourceNotFoundException', 'ResourceConflictException')) throw error;
  }
}
