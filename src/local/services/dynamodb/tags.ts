/** TagResource, UntagResource, ListTagsOfResource; the ARN names the table. */
import { noResourcePolicy } from '../../authorization/no-resource-policy.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import { checkMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { type Tag, tagMembers, withoutTags, withTags } from '../../cloud/tag-list.ts';
import { engineOf } from './engines.ts';
import { shapedOperation } from './request-shape.ts';
import { tableInArn } from './table-arns.ts';
import { changeSettings, readSettings } from './table-settings.ts';

export const TAGS = [{ Key: 'string', Value: 'string' }] as const;

export const tagResource = shapedOperation<{ ResourceArn: string; Tags: Tag[] }, void>({
  name: 'TagResource',
  shape: { ResourceArn: 'string', Tags: TAGS },
  async run(input, context) {
    checkMembers('ValidationException', [['tags', input.Tags, { required: true }]]);
    checkTags(input.Tags);
    const table = await tableOf('TagResource', input.ResourceArn, context);
    changeSettings(context, table, { tags: withTags(readSettings(context, table).tags, input.Tags) });
  },
});

export const untagResource = shapedOperation<{ ResourceArn: string; TagKeys: string[] }, void>({
  name: 'UntagResource',
  shape: { ResourceArn: 'string', TagKeys: ['string'] },
  async run(input, context) {
    checkMembers('ValidationException', [['tagKeys', input.TagKeys, { required: true }]]);
    const table = await tableOf('UntagResource', input.ResourceArn, context);
    changeSettings(context, table, { tags: withoutTags(readSettings(context, table).tags, input.TagKeys) });
  },
});

export const listTagsOfResource = shapedOperation<{ ResourceArn: string }, unknown>({
  name: 'ListTagsOfResource',
  shape: { ResourceArn: 'string' },
  async run(input, context) {
    const table = await tableOf('ListTagsOfResource', input.ResourceArn, context);
    const isNew = context.cloud.transitions.pending(context, 'tableTags', table);
    return { Tags: isNew ? [] : readSettings(context, table).tags };
  },
});

/** Throws ValidationException. */
export function checkTags(tags: readonly Tag[]): void {
  checkMembers('ValidationException', [['tags', tags, { maxLength: 50 }], ...tagMembers(tags)]);
}

async function tableOf(operation: string, arn: string, context: OperationContext): Promise<string> {
  checkMembers('ValidationException', [['resourceArn', arn, { required: true, minLength: 1, maxLength: 1283 }]]);
  const missing = new AwsError(
    'ResourceNotFoundException',
    `Requested resource not found: ResourcArn: ${arn} not found`,
  );
  const meant = tableInArn(arn);
  if (!meant) {
    throw new AwsError('ValidationException', `Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  }
  if (meant.account !== context.account) throw noResourcePolicy('dynamodb', operation, arn, context);
  if (meant.region !== context.region) throw missing;
  const TableName = meant.name;
  await (await engineOf(context)).call('DescribeTable', { TableName }).catch((error: unknown) => {
    throw error instanceof AwsError && error.code === 'ResourceNotFoundException' ? missing : error;
  });
  return TableName;
}
