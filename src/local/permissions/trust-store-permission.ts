/** API Gateway reads the trust store of a domain with the caller's permissions (docs/aws/custom-domains.md). */
import { fixedKeys, type Permission, textOf } from '../authorization/permission.ts';

/** Returns nothing for a text that is no address in S3: the operation refuses it. */
export function trustStorePermission(uri: unknown, version: unknown): Permission[] {
  const [, object] = /^s3:\/\/(.+)$/.exec(textOf(uri)) ?? [];
  if (object === undefined) return [];
  const action = version ? 's3:GetObjectVersion' : 's3:GetObject';
  return [{ action, resource: `arn:aws:s3:::${object}`, keys: fixedKeys({}) }];
}
