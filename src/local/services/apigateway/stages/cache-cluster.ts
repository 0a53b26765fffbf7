/** The cache cluster of a stage: its sizes, and the three fields that describe it. Becomes available at once. */
import { badRequest } from '../errors.ts';
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
