/** The rules for names of buckets (S3 User Guide, "General purpose bucket naming rules"). */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';

const FORBIDDEN_START = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const FORBIDDEN_END = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3'];

/**
 * Throws InvalidBucketName. A name in the namespace of the account ends with the account and the region, so that no
 * other account can take it; such a name is possible only there.
 */
export function checkBucketName(
  name: string,
  namespace: 'account-regional' | 'global' | undefined,
  { account, region }: Pick<OperationContext, 'account' | 'region'>,
): void {
  const isValid =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !/\.\.|\.-|-\./.test(name) &&
    !/^\d{1,3}(?:\.\d{1,3}){3}$/.test(name) &&
    !FORBIDDEN_START.some((start) => name.startsWith(start)) &&
    !FORBIDDEN_END.some((end) => name.endsWith(end));
  const isOfAccount = namespace === 'account-regional';
  const hasSuffix = isOfAccount ? name.endsWith(`-${account}-${region}-an`) : !name.endsWith('-an');
  if (isValid && hasSuffix) return;
  throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', { members: { BucketName: name } });
}
