/** The rules for ARNs, tags and paging that IAM's operations share. */
import { AwsError } from '../../cloud/aws-error.ts';
import { pagesOf } from '../../cloud/page.ts';
import type { Tag } from '../../cloud/tag-list.ts';
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

/** Throws LimitExceeded. */
export function checkTagCount(tags: readonly Tag[]): void {
  if (tags.length > MAX_TAGS) {
    throw limitExceeded(`The number of tags has reached the maximum limit. Limit is ${MAX_TAGS}.`);
  }
}

const pages = pagesOf((marker) => new AwsError('ValidationError', `Invalid Marker: ${marker}`));

/** Returns one page, with the members of the response that tell whether there is more. */
export function page<T>(all: readonly T[], { Marker, MaxItems = 100 }: { Marker?: string; MaxItems?: number }) {
  const { items, next } = pages(all, MaxItems, Marker);
  return { items, rest: { IsTruncated: next !== undefined, Marker: next } };
}
