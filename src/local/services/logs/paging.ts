/** Constraints of CloudWatch Logs (botocore's logs model), and its paging by position. */
import { AwsError } from '../../cloud/aws-error.ts';
import { type Constraint, checkMembers, type Member, TAG_KEY, TAG_VALUE } from '../../cloud/constraints.ts';

export const GROUP_NAME: Constraint = {
  required: true,
  minLength: 1,
  maxLength: 512,
  pattern: '[\\.\\-_/#A-Za-z0-9]+',
};
/**
 * A name or an ARN. "The ARN can't end with an asterisk (*)": `arn` of DescribeLogGroups ends with one, `logGroupArn`
 * does not.
 */
export const GROUP_IDENTIFIER: Constraint = { minLength: 1, maxLength: 2048, pattern: '[\\w#+=/:,.@-]*' };
export const STREAM_NAME: Constraint = { required: true, minLength: 1, maxLength: 512, pattern: '[^:*]*' };
export const FILTER_PATTERN: Constraint = { maxLength: 1024 };

/** The values that PutRetentionPolicy accepts, in days (docs/aws/logs.md). */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Throws InvalidParameterException, which names every violated constraint. */
export function check(...members: Member[]): void {
  checkMembers('InvalidParameterException', members);
}

export function checkRetention(days: unknown): void {
  check(['retentionInDays', days, { required: true, oneOf: RETENTIONS.map(String) }]);
}

export function checkTags(tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  if (entries.length > 50) throw new AwsError('InvalidParameterException', 'A resource can have at most 50 tags.');
  check(
    ...entries.flatMap(([key, value]): Member[] => [
      ['tags.key', key, TAG_KEY],
      ['tags.value', value, TAG_VALUE],
    ]),
  );
}

/** Returns one page of a list; the token is the position of the next item. */
export function page<T>(items: readonly T[], limit: number, token: string | undefined) {
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(start) || start < 0) {
    throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.');
  }
  const end = start + limit;
  return { items: items.slice(start, end), ...(end < items.length && { nextToken: String(end) }) };
}
