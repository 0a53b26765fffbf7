/** The key of a function's environment, which Lambda needs at every start of a process (docs/aws/kms.md). */
import { AwsError } from '../../cloud/aws-error.ts';
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import { findKey, keyState } from '../keys/keys.ts';
import type { FunctionSettings } from './model.ts';

const PREFIX = 'Lambda was unable to decrypt the environment variables because';

/**
 * Throws KMSNotFoundException, KMSDisabledException, KMSInvalidStateException. Processes that run already are refused,
 * too, so that a disabled key shows at once.
 */
export function checkDecryptable(
  cloud: Pick<CloudBase, 'collection' | 'clock'>,
  scope: Scope,
  { kmsKeyArn }: FunctionSettings,
): void {
  if (kmsKeyArn === undefined) return;
  const key = findKey(cloud, scope, kmsKeyArn);
  const refuse = (code: string, why: string): AwsError =>
    new AwsError(code, `${PREFIX} ${why} Please check the function's KMS key settings.`, {
      status: 502,
      members: {
        Type: 'User',
        message: undefined,
        Message: `${PREFIX} ${why} Please check the function's KMS key settings.`,
      },
    });
  if (!key) throw refuse('KMSNotFoundException', 'the KMS key was not found.');
  const state = keyState(key);
  if (state === 'Disabled') throw refuse('KMSDisabledException', 'the KMS key used is disabled.');
  if (state === 'PendingDeletion')
    throw refuse('KMSInvalidStateException', 'the state of the KMS key used is not valid for Decrypt.');
}
