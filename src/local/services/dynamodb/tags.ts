/** TagResource, UntagResource, ListTagsOfResource; the ARN names the table. */
import { noResourcePolicy } from '../../authorization/no-resource-policy.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import { checkMembers, refuseMembers } from '../../cloud/constraints.ts';
import { type OperationContext, operation } from '../../cloud/operation.ts';
import { type Tag, tagMembers, withoutTags, withTags } from '../../cloud/tag-list.ts';
import { engineOf } from './engines.ts';
import { tableInArn } from './table-arns.ts';
import { changeSettings, readSettings } from './table-settings.ts';

export const tagResource = operation<{ ResourceArn: string; Tags: Tag[] }, void>({
  name: 'TagResource',
  async run(input, context) {
    checkTags(input.Tags);
    const table = await tableOf('TagResource', input.ResourceArn, context);
    changeSettings(context, table, { tags: withTags(readSettings(context, table).tags, input.Tags) });
  },
});

export const untagResource = operation<{ ResourceArn: string; TagKeys: string[] }, void>({
  name: 'UntagResource',
  async run(input, context) {
    const table = await tableOf('UntagResource', input.ResourceArn, context);
    changeSettings(context, table, { tags: withoutTags(readSettings(context, table).tags, input.TagKeys) });
  },
});

export const listTagsOfResource = operation<{ ResourceArn: string; NextToken?: string }, unknown>({
  name: 'ListTagsOfResource',
  async run(input, context) {
    // All 50 tags that a table can have are on the first page.
    refuseMembers('DynamoDB ListTagsOfResource', input, ['NextToken']);
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
