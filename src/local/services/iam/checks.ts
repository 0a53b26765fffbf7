/** IAM's input constraints (botocore's IAM model), and the rules for paging and tags that its operations share. */
import { AwsError } from '../../cloud/aws-error.ts';
import { type Constraint, checkMembers, type Member } from '../../cloud/constraints.ts';
import { type Tag, tagMembers, withTags } from '../../cloud/tag-list.ts';
import { limitExceeded } from '../../state/identity/model.ts';

export const ROLE_NAME: Constraint = { required: true, minLength: 1, maxLength: 64, pattern: '[\\w+=,.@-]+' };
export const POLICY_NAME: Constraint = { required: true, minLength: 1, maxLength: 128, pattern: '[\\w+=,.@-]+' };
export const POLICY_ARN: Constraint = { required: true, minLength: 20, maxLength: 2048 };
export const PATH: Constraint = {
  minLength: 1,
  maxLength: 512,
  pattern: '(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)',
};
export const DESCRIPTION: Constraint = { maxLength: 1000 };
export const DOCUMENT: Constraint = { required: true, minLength: 1, maxLength: 131072 };
export const SESSION_DURATION: Constraint = { min: 3600, max: 43200 };

/** AWS's services accept an ARN only with all six parts; region and account can be empty. */
const ARN = /^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/s;

export const isArn = (text: string): boolean => ARN.test(text);

/**
 * Throws for a policy name in place of its ARN. The text is the one that LocalStack recorded on AWS in 2025:
 * https://github.com/localstack/localstack/blob/main/tests/aws/services/iam/test_iam.snapshot.json
 * (test_role_attach_policy)
 */
export function requireArn(arn: string): void {
  if (!isArn(arn)) throw new AwsError('ValidationError', 'Invalid ARN:  Could not be parsed!');
}

const MAX_TAGS = 50;

/** Throws ValidationError, which names every violated constraint. */
export function check(...members: Member[]): void {
  checkMembers('ValidationError', members);
}

/** Returns the checked `Tags` of an input; throws ValidationError, InvalidInput or LimitExceeded. */
export function readTags(tags: readonly Tag[] = []): Tag[] {
  check(...tagMembers(tags));
  const keys = new Set(tags.map(({ Key }) => Key.toLowerCase()));
  if (keys.size < tags.length) {
    throw new AwsError('InvalidInput', 'Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  if (tags.length > MAX_TAGS) throw tooManyTags();
  return tags.map(({ Key, Value }) => ({ Key, Value }));
}

/** Later tags replace earlier ones of the same key. */
export function mergeTags(present: readonly Tag[], added: readonly Tag[]): Tag[] {
  const merged = withTags(present, added);
  if (merged.length > MAX_TAGS) throw tooManyTags();
  return merged;
}

const tooManyTags = () => limitExceeded(`The number of tags has reached the maximum limit. Limit is ${MAX_TAGS}.`);

export interface PageInput {
  readonly Marker?: string;
  readonly MaxItems?: string | number;
}

/** Returns one page: `MaxItems` defaults to 100, and the marker is the position of the next item. */
export function page<T>(items: readonly T[], { Marker, MaxItems }: PageInput) {
  check(['maxItems', MaxItems, { min: 1, max: 1000 }]);
  const start = Marker === undefined ? 0 : Number(Buffer.from(Marker, 'base64').toString());
  if (!Number.isInteger(start)) throw new AwsError('ValidationError', `Invalid Marker: ${Marker}`);
  const end = start + Number(MaxItems ?? 100);
  const more = end < items.length;
  return {
    items: items.slice(start, end),
    rest: { IsTruncated: more, ...(more && { Marker: Buffer.from(String(end)).toString('base64') }) },
  };
}
