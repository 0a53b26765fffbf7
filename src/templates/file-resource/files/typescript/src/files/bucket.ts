/** The buckets of the stage, as the operations use them. */
import type { CrudServices } from '../crud/table.ts';
import { credentialsOf, placeOf, signUpload, signUrl, type Upload } from './sign.ts';

export interface Bucket {
  upload(file: { key: string; type: string; size: number }): Upload;
  /** Returns a URL for the download. */
  download(key: string): string;
  /** Whether S3 has the file. */
  has(key: string): Promise<boolean>;
  /** Deletes the file. A missing file is no error. */
  remove(key: string): Promise<void>;
}

/** Milliseconds. */
const PATIENCE = 3000;

/** Services with buckets of their own, as in tests. */
export type FileServices = CrudServices & { bucket?: (name: string) => Bucket };

/** Returns the bucket with this name in apikit.yaml. */
export const bucketOf = (services: FileServices, bucket: string): Bucket =>
  services.bucket?.(bucket) ?? createBucket(bucket, process.env, services.now);

export function createBucket(bucket: string, env: NodeJS.ProcessEnv, now: () => Date): Bucket {
  const variable = `BUCKET_${bucket.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
  const name = env[variable];
  if (!name) throw new Error(`${variable} is not set: apikit sets it to the name of the bucket`);
  const place = placeOf(name, env);
  const sign = (method: string, key: string) => signUrl(method, key, place, credentialsOf(env), now());
  const send = async (method: string, key: string): Promise<number> => {
    const { status } = await fetch(sign(method, key), { method, signal: AbortSignal.timeout(PATIENCE) });
    if (status < 300 || status === 404) return status;
    throw new Error(`S3 responded with ${status} to ${method}`);
  };
  return {
    upload: (file) => signUpload(file, place, credentialsOf(env), now()),
    download: (key) => sign('GET', key),
    has: async (key) => (await send('HEAD', key)) !== 404,
    async remove(key) {
      await send('DELETE', key);
    },
  };
}
