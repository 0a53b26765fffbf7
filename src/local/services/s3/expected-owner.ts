/** A client can name the account to which it thinks that a bucket belongs. */
import type { OperationContext } from '../../cloud/operation.ts';
import { accessDenied } from './errors.ts';

/** Throws AccessDenied. */
export function checkOwner(
  { ExpectedBucketOwner }: Readonly<Record<string, unknown>>,
  { account }: OperationContext,
): void {
  if (ExpectedBucketOwner !== undefined && ExpectedBucketOwner !== account) throw accessDenied();
}
