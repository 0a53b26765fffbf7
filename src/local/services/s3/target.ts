/** The bucket and the key that a request names, by its host or its path. */
import type { HttpRequest } from '../../cloud/operation.ts';

export interface Target {
  /** Empty for a request about all buckets. */
  readonly bucket: string;
  /** Empty for a request about a bucket. */
  readonly key: string;
}

/**
 * `photos.s3.eu-west-1.amazonaws.com`, and `photos.localhost:4566`, which is how SDKs write the host of an endpoint
 * with a name.
 */
const BUCKET_HOST = /^(.+)\.(?:s3[.-][^:]*|s3|localhost)(?::\d+)?$/i;

export function targetOf({ url, headers }: Pick<HttpRequest, 'url' | 'headers'>): Target {
  const path = url.split('?', 1)[0]!.slice(1);
  const [, byHost] = BUCKET_HOST.exec(String(headers.host ?? '')) ?? [];
  if (byHost !== undefined && byHost.toLowerCase() !== 's3') return { bucket: byHost, key: decode(path) };
  const slash = path.indexOf('/');
  if (slash < 0) return { bucket: decode(path), key: '' };
  return { bucket: decode(path.slice(0, slash)), key: decode(path.slice(slash + 1)) };
}

/** In a path, a plus is a plus. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
