/** AWS WAF's errors, with its own words where they are published. */
import { AwsError } from '../../cloud/aws-error.ts';

export const nonexistent = () =>
  new AwsError(
    'WAFNonexistentItemException',
    'AWS WAF couldn’t perform the operation because your resource doesn’t exist.',
  );

export const duplicateItem = () =>
  new AwsError(
    'WAFDuplicateItemException',
    'AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.',
  );

export const staleLock = () =>
  new AwsError(
    'WAFOptimisticLockException',
    'AWS WAF couldn’t save your changes because someone changed the resource after you started to edit it. Reapply your changes.',
  );

export const associatedItem = () =>
  new AwsError(
    'WAFAssociatedItemException',
    'AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.',
  );

export const unavailableEntity = () =>
  new AwsError(
    'WAFUnavailableEntityException',
    'AWS WAF couldn’t retrieve the resource that you requested. Retry your request.',
  );

export const tooMuchCapacity = () =>
  new AwsError(
    'WAFLimitsExceededException',
    'AWS WAF couldn’t perform the operation because you exceeded your resource limit. field: WEB_ACL capacity',
  );

export function invalidParameter(field: string, parameter: string, reason: string): AwsError {
  return new AwsError(
    'WAFInvalidParameterException',
    `Error reason: ${reason}, field: ${field}, parameter: ${parameter}`,
    { members: { Field: field, Parameter: parameter, Reason: reason } },
  );
}
