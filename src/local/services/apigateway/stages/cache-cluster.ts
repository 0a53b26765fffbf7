/**
 * The cache cluster of a stage: its sizes, and the three fields that describe it. The stored fields say what was asked for.
 * Making, replacing and deleting a cluster takes minutes (`cacheCluster` of state-delays.ts); until then `shownCluster` tells
 * what is there, and another change of the cluster is refused.
 */
import type { Transitions } from '../../../adversity/transitions.ts';
import type { Scope } from '../../../cloud.ts';
import { badRequest, conflict } from '../errors.ts';
import { flag, type Members, text } from '../members.ts';
import type { Stage } from '../model.ts';

const SIZES = ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237'];

type CacheFields = Pick<Stage, 'cacheClusterEnabled' | 'cacheClusterSize' | 'cacheClusterStatus'>;

/** The fields after a request that may carry `cacheClusterEnabled` and `cacheClusterSize`. */
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

/** Notes that a stage has another cluster than before. Throws where its cluster is still being changed. */
export function changeCluster(
  transitions: Transitions,
  scope: Scope,
  key: string,
  before: CacheFields | undefined,
  after: CacheFields,
): void {
  const sizeOf = (stage?: CacheFields) => (stage?.cacheClusterEnabled ? stage.cacheClusterSize : undefined);
  if (sizeOf(before) === sizeOf(after)) return;
  // Assumed: nobody has recorded what AWS answers. These are its words for any other change that comes too early.
  if (transitions.pending(scope, 'cacheCluster', key)) {
    throw conflict('Unable to complete operation due to concurrent modification. Please try again later.');
  }
  transitions.begin(scope, 'cacheCluster', key);
}

/** The stage as it shows while its cluster is being changed. One that is being deleted may still be called enabled, for which
 * Terraform's provider makes allowance (its resource aws_api_gateway_stage takes DELETE_IN_PROGRESS for off). */
export function shownCluster<T extends CacheFields>(transitions: Transitions, scope: Scope, key: string, stage: T): T {
  if (!transitions.pending(scope, 'cacheCluster', key)) return stage;
  const cacheClusterStatus = stage.cacheClusterEnabled ? 'CREATE_IN_PROGRESS' : 'DELETE_IN_PROGRESS';
  return { ...stage, cacheClusterEnabled: true, cacheClusterStatus };
}
