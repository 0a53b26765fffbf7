/**
 * Kind `trust-store`: the file with the certificates that clients of a custom domain are trusted by, in a bucket of the
 * stage. API Gateway reads it only when the domain is changed (docs/aws/custom-domains.md), so the domain names the
 * version of the object: another file makes another version, and that changes the domain.
 */
import type { Kind, Observed, Resource } from '../../../engine/resource.ts';
import { objectsInOwnBuckets, ownBuckets } from '../../arns/own-arns.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import type { TrustStoreShape } from './shape.ts';

export function trustStoreKind({ clients, artifacts }: KindDependencies): Kind<TrustStoreShape> {
  const observedAs = (
    { name }: Resource<TrustStoreShape>,
    version: string | undefined,
    sha256: string,
  ): Observed<TrustStoreShape> => ({
    attributes: { name, uri: `s3://${name}`, version },
    properties: { sha256 },
    owned: true,
  });

  return {
    kind: 'trust-store',
    rights: [
      // Without the permission to list, S3 says of an object that does not exist that it is forbidden.
      { actions: ['s3:ListBucket'], on: ownBuckets },
      { actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'], on: objectsInOwnBuckets },
    ],
    async read(resource) {
      const { bucket: Bucket, key: Key } = resource.properties;
      const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
      const client = await clients.s3();
      const command = new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' });
      const found = await undefinedIfNotFound(client.send(command));
      return found && observedAs(resource, found.VersionId, found.ChecksumSHA256 ?? '');
    },
    diff({ properties: { sha256: to } }, { properties: { sha256: from } }) {
      return to === '' || to === from ? [] : [{ path: 'sha256', from, to }];
    },
    async apply(resource) {
      const { bucket: Bucket, key: Key, sha256 } = resource.properties;
      const { PutObjectCommand } = await import('@aws-sdk/client-s3');
      const client = await clients.s3();
      const { VersionId } = await client.send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: artifacts.get(sha256),
          ContentType: 'application/x-pem-file',
          ChecksumSHA256: sha256,
        }),
      );
      return observedAs(resource, VersionId, sha256);
    },
    // It goes with the bucket.
    async remove() {},
  };
}
