/** TagResource, UntagResource, ListTagsOfResource; the ARN names the table. */
import { noResourcePolicy } from '../../authorization/no-resource-policy.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import { type OperationContext, operation } from '../../cloud/operation.ts';
import { type Tag, tagsCheckedAs, withoutTags, withTags } from '../../cloud/tag-list.ts';
import { engineOf } from './engines.ts';
import { tableInArn } from './table-arns.ts';
import { changeSettings, readSettings } from './table-settings.ts';

export const tagResource = operation<{ ResourceArn: string; Tags: Tag[] }, void>({
  name: 'TagResource',
  async run(input, context) {
    const meant = tableIn('TagResource', input.ResourceArn, context);
    if (input.Tags.length === 0) throw invalid('Atleast one Tag needs to be provided as Input.');
    checkTags(input.Tags);
    const table = await existing(meant, context);
    changeSettings(context, table, { tags: withTags(readSettings(context, table).tags, input.Tags) });
  },
});

export const untagResource = operation<{ ResourceArn: string; TagKeys: string[] }, void>({
  name: 'UntagResource',
  async run(input, context) {
    const meant = tableIn('UntagResource', input.ResourceArn, context);
    if (input.TagKeys.length === 0) throw invalid('Atleast one Tag Key needs to be provided as Input.');
    // Only this operation does not name the ARN.
    const table = await existing({ ...meant, missing: notFound() }, context);
    changeSettings(context, table, { tags: withoutTags(readSettings(context, table).tags, input.TagKeys) });
  },
});

export const listTagsOfResource = operation<{ ResourceArn: string; NextToken?: string }, unknown>({
  name: 'ListTagsOfResource',
  async run(input, context) {
    // All 50 tags that a table can have are on the first page.
    refuseMembers('DynamoDB ListTagsOfResource', input, ['NextToken']);
    const table = await existing(tableIn('ListTagsOfResource', input.ResourceArn, context), context);
    const isNew = context.cloud.transitions.pending(context, 'tableTags', table);
    return { Tags: isNew ? [] : readSettings(context, table).tags };
  },
});

/** Throws ValidationException. */
export const checkTags = tagsCheckedAs('ValidationException');

interface Meant {
  readonly region: string;
  readonly name: string;
  /** The error if there is no such table. */
  readonly missing: AwsError;
}

/** The texts about ARNs and tables are those of dynalite's tests, which ran against DynamoDB. */
function tableIn(operation: string, arn: string, context: OperationContext): Meant {
  const meant = tableInArn(arn);
  if (!meant || meant.name.length < 3) {
    throw invalid(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  }
  if (meant.account !== context.account) throw noResourcePolicy('dynamodb', operation, arn, context);
  return { ...meant, missing: notFound(`: ResourcArn: ${arn} not found`) };
}

async function existing({ name, region, missing }: Meant, context: OperationContext): Promise<string> {
  if (region !== context.region) throw missing;
  await (await engineOf(context)).call('DescribeTable', { TableName: name }).catch((error: unknown) => {
    throw error instanceof AwsError && error.code === 'ResourceNotFoundException' ? missing : error;
  });
  return name;
}

const notFound = (more = ''): AwsError =>
  new AwsError('ResourceNotFoundException', `Requested resource not found${more}`);

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
