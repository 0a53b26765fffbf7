/** Describes the kind `bucket`. */
import type { Observed } from '../../../engine/resource.ts';
import { bucketArn } from '../../../naming/arns.ts';
import { baseName, type StageIdentity } from '../../../naming/names.ts';
import { anyBucket, ownBuckets } from '../../arns/own-arns.ts';
import type { KindDefinition } from '../definition.ts';
import type { KindSearch } from '../search.ts';
import { functionEnvironment } from '../table/definition.ts';
import { bucketKind } from './bucket.ts';
import { bucketTags } from './bucket-tags.ts';
import type { BucketShape } from './shape.ts';

/** The search by tags finds it, because a bucket has its tags from the beginning. */
const bucketSearch: KindSearch = {
  reads: ['s3:GetBucketTagging'],
  own: ownBuckets,
  any: anyBucket,
  in({ clients, facts }) {
    return {
      all: async () => [],
      ofStage: () => [],
      ofArn: (arn) => /^arn:[\w-]+:s3:::([^/]+)$/.exec(arn)?.[1],
      tags: async (name) => await bucketTags(await clients.s3(), name),
      arn: (name) => bucketArn(facts, name),
    };
  },
};

export const bucket: KindDefinition<BucketShape> = {
  kind: 'bucket',
  plural: 'buckets',
  create: bucketKind,
  former: {
    properties: ({ tags }) => ({ versioning: false, tags }),
    id: (name, { region, ...owner }) => {
      const own = name.slice(baseName(owner).length + 1);
      return `bucket/${own.replace(new RegExp(`-\\d{12}-${region}-an$`), '')}`;
    },
    keep: 'data',
    // The environment of the function names the buckets in use.
    leftOver: ({ owner, observed }) => bucketsInUse(owner, observed),
  },
  search: bucketSearch,
};

/** The names in AWS of the stage's buckets in the environment of the live function. */
function bucketsInUse(owner: StageIdentity, observed: ReadonlyMap<string, Observed>): string[] {
  return Object.entries(functionEnvironment(observed))
    .filter(
      ([variable, name]) => variable.startsWith('BUCKET_') && name.startsWith(`${baseName(owner)}-`.toLowerCase()),
    )
    .map(([, name]) => name);
}
