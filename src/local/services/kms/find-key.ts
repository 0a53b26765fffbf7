/** Finds keys for operations, or throws KMS's errors. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { pagesOf } from '../../cloud/page.ts';
import { findKey, type Key, keyAliasArn, keyArn, keyState } from '../../state/keys/keys.ts';

/** Throws NotFoundException. */
export function getKey(given: string, context: OperationContext): Key {
  const key = findKey(context.cloud, context, given);
  if (key) return key;
  const arn = given.startsWith('arn:')
    ? given
    : given.startsWith('alias/')
      ? keyAliasArn(context, given)
      : keyArn(context, given);
  throw new AwsError(
    'NotFoundException',
    arn.includes(':alias/') ? `Alias ${arn} is not found.` : `Key '${arn}' does not exist`,
  );
}

/** For operations on a key itself, which do not take an alias. Throws NotFoundException, InvalidArnException. */
export function getKeyById(given: string, context: OperationContext): Key {
  if (/(^|:)alias\//.test(given)) throw new AwsError('InvalidArnException', `Invalid keyId '${given}'`);
  return getKey(given, context);
}

/** Throws NotFoundException, DisabledException, KMSInvalidStateException. */
export function getUsableKey(given: string, context: OperationContext): Key {
  const key = getKey(given, context);
  const arn = keyArn(context, key.id);
  if (keyState(key) === 'Disabled') throw new AwsError('DisabledException', `${arn} is disabled.`);
  if (keyState(key) === 'PendingDeletion') throw invalidState(`${arn} is pending deletion.`);
  return key;
}

export const invalidState = (message: string): AwsError => new AwsError('KMSInvalidStateException', message);

export const page = pagesOf(() => new AwsError('InvalidMarkerException', 'Could not deserialize marker.'));
