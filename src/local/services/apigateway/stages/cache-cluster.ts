/**
 * The cache cluster of a stage: its sizes, and the three fields that describe it. The stored fields have the requested
 * state. Creating, replacing and deleting a cluster takes minutes (`cacheCluster` of state-delays.ts); until then
 * `shownCluster` shows the current state, and another change of the cluster fails.
 */
import type { Scope, Transitions } from '../../../cloud/cloud.ts';
import type { Stage } from '../../../state/apis/model.ts';
import { badRequest, conflict } from '../errors.ts';
import { flag, type Members, text } from '../members.ts';

const SIZES = ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237'];

type CacheFields = Pick<Stage, 'cacheClusterEnabled' | 'cacheClusterSize' | 'cacheClusterStatus'>;

/** Returns the fields after a request that can have `cacheClusterEnabled` and `cacheClusterSize`. */
export function cacheFields(input: Members, before?: CacheFields): CacheFields {
  const enabled = flag(input, 'cacheClusterEnabled') ?? before?.cacheClusterEnabled ?? false;
  return cacheCluster(enabled, text(input, 'cacheClusterSize') ?? before?.cacheClusterSize);
}

export function cacheCluster(enabled: boolean, size: string | undefined): CacheFields {
  if (size !== undefined && !SIZES.includes(size)) throw badRequest('Invalid cache cluster size specified');
  if (!enabled)
    return { cacheClusterEnabled: false, cacheClusterStatus: 'NOT_AVAILABLE', ...(size && { cacheClusterSize: size }) };
  return { cacheClusterEnabled: true, cacheClusterSize: size ?? '0.5', cacheClusterStatus: 'AVAILABLE' };
}

/** Records a change of the stage's cluster. Throws if the cluster is still being changed. */
export function changeCluster(
  transitions: Transitions,
  scope: Scope,
  key: string,
  before: CacheFields | undefined,
  after: CacheFields,
): void {
  const sizeOf = (stage?: CacheFields) => (stage?.cacheClusterEnabled ? stage.cacheClusterSize : undefined);
  if (sizeOf(before) === sizeOf(after)) return;
  // This is assumed, because no recording shows AWS's error. The text is AWS's for other changes that come too early.
  if (transitions.pending(scope, 'cacheCluster', key)) {
    throw conflict('Unable to complete operation due to concurrent modification. Please try again later.');
  }
  transitions.begin(scope, 'cacheCluster', key);
}

/**
 * Returns the stage while its cluster is being changed. A cluster that is being deleted may still be shown as enabled;
 * Terraform's provider allows for that (its resource aws_api_gateway_stage treats DELETE_IN_PROGRESS as off).
 */
export function shownCluster<T extends CacheFields>(transitions: Transitions, scope: Scope, key: string, stage: T): T {
  if (!transitions.pending(scope, 'cacheCluster', key)) return stage;
  const cacheClusterStatus = stage.cacheClusterEnabled ? 'CREATE_IN_PROGRESS' : 'DELETE_IN_PROGRESS';
  return { ...stage, cacheClusterEnabled: true, cacheClusterStatus };
}
