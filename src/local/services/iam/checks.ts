/** The rules for ARNs, tags and paging that IAM's operations share. */
import { AwsError } from '../../cloud/aws-error.ts';
import { type Tag, withTags } from '../../cloud/tag-list.ts';
import { limitExceeded } from '../../state/identity/model.ts';

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

/** Returns the checked `Tags` of an input; throws InvalidInput. */
export function readTags(tags: readonly Tag[] = []): readonly Tag[] {
  const keys = new Set(tags.map(({ Key }) => Key.toLowerCase()));
  if (keys.size < tags.length) {
    throw new AwsError('InvalidInput', 'Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  return tags;
}

/** Later tags replace earlier ones of the same key. */
export function mergeTags(present: readonly Tag[], added: readonly Tag[]): Tag[] {
  const merged = withTags(present, added);
  if (merged.length > MAX_TAGS) {
    throw limitExceeded(`The number of tags has reached the maximum limit. Limit is ${MAX_TAGS}.`);
  }
  return merged;
}

export interface PageInput {
  readonly Marker?: string;
  /** Query has no numbers. */
  readonly MaxItems?: string;
}

/** Returns one page: `MaxItems` defaults to 100, and the marker is the position of the next item. */
export function page<T>(items: readonly T[], { Marker, MaxItems }: PageInput) {
  const start = Marker === undefined ? 0 : Number(Buffer.from(Marker, 'base64').toString());
  if (!Number.isInteger(start)) throw new AwsError('ValidationError', `Invalid Marker: ${Marker}`);
  const end = start + Number(MaxItems ?? 100);
  const more = end < items.length;
  return {
    items: items.slice(start, end),
    rest: { IsTruncated: more, ...(more && { Marker: Buffer.from(String(end)).toString('base64') }) },
  };
}
