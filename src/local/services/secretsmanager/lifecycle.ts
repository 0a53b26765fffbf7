/** DescribeSecret, ListSecrets, DeleteSecret with its recovery window, RestoreSecret, and tags. */
import { refuseMembers } from '../../cloud/constraints.ts';
import { type OperationContext, operation } from '../../cloud/operation.ts';
import { tagOperations } from '../../cloud/tag-operations.ts';
import { type Filter, secretFilter } from './filters.ts';
import {
  checkTags,
  existing,
  findSecret,
  invalidParameter,
  invalidRequest,
  newArn,
  type Secret,
  secretOnWire,
  secretsOf,
  stagesOf,
  usable,
} from './model.ts';

interface Named {
  readonly SecretId: string;
}

const DAY_MS = 86_400_000;
const LONGEST_WINDOW = 30;

export const describeSecret = operation<Named, unknown>({
  name: 'DescribeSecret',
  run({ SecretId }, context) {
    const secret = existing(SecretId, context);
    return { ...secretOnWire(secret), VersionIdsToStages: stagesOf(secret) };
  },
});

interface ListInput {
  readonly IncludePlannedDeletion?: boolean;
  readonly MaxResults?: number;
  readonly NextToken?: string;
  readonly SortOrder?: 'asc' | 'desc';
  readonly Filters?: readonly Filter[];
}

export const listSecrets = operation<ListInput, unknown>({
  name: 'ListSecrets',
  run(input, context) {
    refuseMembers('Secrets Manager ListSecrets', input, ['SortBy']);
    const { IncludePlannedDeletion = false, MaxResults, NextToken, SortOrder, Filters = [] } = input;
    const fits = secretFilter(Filters);
    const start = NextToken === undefined ? 0 : Number(NextToken);
    if (!Number.isInteger(start) || start < 0) throw invalidRequest('Invalid NextToken');
    const all = secretsOf(context)
      .keys()
      .flatMap((name) => findSecret(name, context) ?? [])
      .filter(({ goesAt }) => IncludePlannedDeletion || goesAt === undefined)
      .filter(fits)
      .sort((a, b) => (SortOrder === 'asc' ? a.createdAt - b.createdAt : b.createdAt - a.createdAt));
    const end = start + (MaxResults ?? 100);
    return {
      SecretList: all.slice(start, end).map((secret) => ({
        ...secretOnWire(secret),
        SecretVersionsToStages: stagesOf(secret),
      })),
      ...(end < all.length && { NextToken: String(end) }),
    };
  },
});

interface DeleteInput extends Named {
  readonly RecoveryWindowInDays?: number;
  readonly ForceDeleteWithoutRecovery?: boolean;
}

export const deleteSecret = operation<DeleteInput, unknown>({
  name: 'DeleteSecret',
  run({ SecretId, RecoveryWindowInDays, ForceDeleteWithoutRecovery = false }, context) {
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
      return { ARN: arn, Name: name, DeletionDate: now / 1000 };
    }
    const secret = usable(SecretId, context, 'perform this operation on');
    const { arn, name } = secret;
    const goesAt = now + days * DAY_MS;
    secretsOf(context).put(name, { ...secret, deletedAt: now, goesAt });
    return { ARN: arn, Name: name, DeletionDate: goesAt / 1000 };
  },
});

/**
 * The response of a forced deletion of a missing secret: "the operation does not return ResourceNotFoundException"
 * (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html).
 */
function unknownSecret(id: string, context: OperationContext): Pick<Secret, 'arn' | 'name'> {
  return id.startsWith('arn:') ? { arn: id, name: id.split(':')[6] ?? id } : { arn: newArn(id, context), name: id };
}

export const restoreSecret = operation<Named, unknown>({
  name: 'RestoreSecret',
  run({ SecretId }, context) {
    const { goesAt: _, deletedAt: __, ...secret } = existing(SecretId, context);
    secretsOf(context).put(secret.name, secret);
    return { ARN: secret.arn, Name: secret.name };
  },
});

export const { tagResource, untagResource } = tagOperations({
  members: { resource: 'SecretId', tags: 'Tags', keys: 'TagKeys' },
  find(id, context) {
    const secret = usable(id, context, 'perform this operation on');
    return { tags: secret.tags, put: (tags) => secretsOf(context).put(secret.name, { ...secret, tags }) };
  },
  check: checkTags,
});
