/** The buckets of a stage. Browsers may use them from the origins of the API's own `cors`. Pure. */
import type { BucketCors } from '../aws/kinds/bucket/shape.ts';
import type { StageConfig } from '../config/config.ts';
import { allowedOrigins } from '../config/loopback-origins.ts';
import type { ArnScope } from '../naming/arn-scope.ts';
import { bucketName } from '../naming/names.ts';
import type { Tags } from '../naming/tags.ts';
import type { StageResource } from './ids.ts';

export function bucketResources(
  config: StageConfig,
  { account }: Pick<ArnScope, 'account'>,
  tags: Tags,
): StageResource<`bucket/${string}`>[] {
  const cors = corsOf(config);
  return Object.entries(config.buckets).map(([name, bucket]) => ({
    id: `bucket/${name}`,
    kind: 'bucket',
    name: bucketName(config, name, account),
    properties: { ...bucket, ...(cors && { cors }), tags },
    keep: 'data',
  }));
}

/** `POST` is the form of a presigned upload, `PUT` a presigned URL. */
function corsOf({ cors }: StageConfig): BucketCors | undefined {
  if (!cors) return undefined;
  return { origins: allowedOrigins(cors), maxAge: cors.maxAge };
}
