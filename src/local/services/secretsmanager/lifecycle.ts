/** DescribeSecret, ListSecrets, DeleteSecret with its recovery window, RestoreSecret, and tags. */
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { tagOperations } from '../../cloud/tag-operations.ts';
import type { UntagResourceRequest } from '../../models/secretsmanager.ts';
import { secretFilter } from './filters.ts';
import {
  checkTags,
  existing,
  findSecret,
  invalidParameter,
  newArn,
  page,
  type Secret,
  secretOnWire,
  secretsOf,
  stagesOf,
  usable,
} from './model.ts';
import { operation } from './operation.ts';

const DAY_MS = 86_400_000;
const LONGEST_WINDOW = 30;

export const describeSecret = operation('DescribeSecret', ({ SecretId }, context) => {
  const secret = existing(SecretId, context);
  const stages = stagesOf(secret);
  // A secret without a value has no such member. LocalStack ran `test_create_secret_version_from_empty_secret` on AWS.
  return { ...secretOnWire(secret), ...(Object.keys(stages).length > 0 && { VersionIdsToStages: stages }) };
});

export const listSecrets = operation('ListSecrets', (input, context) => {
  refuseMembers('Secrets Manager ListSecrets', input, ['SortBy']);
  const { IncludePlannedDeletion = false, MaxResults, NextToken, SortOrder, Filters = [] } = input;
  const fits = secretFilter(Filters);
  const all = secretsOf(context)
    .keys()
    .flatMap((name) => findSecret(name, context) ?? [])
    .filter(({ goesAt }) => IncludePlannedDeletion || goesAt === undefined)
    .filter(fits)
    .sort((a, b) => (SortOrder === 'desc' ? b.createdAt - a.createdAt : a.createdAt - b.createdAt));
  const { items, next } = page(all, MaxResults ?? 100, NextToken);
  return {
    SecretList: items.map((secret) => ({ ...secretOnWire(secret), SecretVersionsToStages: stagesOf(secret) })),
    NextToken: next,
  };
});

export const deleteSecret = operation(
  'DeleteSecret',
  ({ SecretId, RecoveryWindowInDays, ForceDeleteWithoutRecovery = false }, context) => {
    if (ForceDeleteWithoutRecovery && RecoveryWindowInDays !== undefined) {
      throw invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
    }
    const days = RecoveryWindowInDays ?? LONGEST_WINDOW;
    if (days < 7 || days > LONGEST_WINDOW) {
      throw invalidParameter('RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');
    }
    const now = context.cloud.clock.now();
    if (ForceDeleteWithoutRecovery) {
      const { arn, name } = findSecret(SecretId, context) ?? unknownSecret(SecretId, context);
      secretsOf(context).delete(name);
      return { ARN: arn, Name: name, DeletionDate: new Date(now) };
    }
    const secret = usable(SecretId, context, 'perform this operation on');
    const { arn, name } = secret;
    const goesAt = now + days * DAY_MS;
    secretsOf(context).put(name, { ...secret, deletedAt: now, goesAt });
    return { ARN: arn, Name: name, DeletionDate: new Date(goesAt) };
  },
);

/**
 * The response of a forced deletion of a missing secret: "the operation does not return ResourceNotFoundException"
 * (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html).
 */
function unknownSecret(id: string, context: OperationContext): Pick<Secret, 'arn' | 'name'> {
  return id.startsWith('arn:') ? { arn: id, name: id.split(':')[6] ?? id } : { arn: newArn(id, context), name: id };
}

export const restoreSecret = operation('RestoreSecret', ({ SecretId }, context) => {
  const { goesAt: _, deletedAt: __, ...secret } = existing(SecretId, context);
  secretsOf(context).put(secret.name, secret);
  return { ARN: secret.arn, Name: secret.name };
});

export const { tagResource, untagResource } = tagOperations({
  members: { tags: 'Tags', keys: 'TagKeys' },
  find({ SecretId }: UntagResourceRequest, context) {
    const secret = usable(SecretId, context, 'perform this operation on');
    return {
      tags: secret.tags,
      put: (tags) => secretsOf(context).put(secret.name, { ...secret, tags }),
    };
  },
  check: checkTags,
});
