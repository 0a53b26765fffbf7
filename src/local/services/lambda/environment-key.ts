/** Checks the KMS key of a function's environment, as Lambda does when the key is set (docs/aws/kms.md). */
import type { OperationContext } from '../../cloud/operation.ts';
import { invalidParameter } from '../../state/functions/errors.ts';
import { findKey, keyState } from '../../state/keys/keys.ts';

/** An empty ARN removes the key. Throws InvalidParameterValueException. */
export function checkEnvironmentKey(arn: string | undefined, context: OperationContext): void {
  if (!arn) return;
  const key = findKey(context.cloud, context, arn);
  if (key && keyState(key) === 'Enabled') return;
  const [exception, message] = key
    ? keyState(key) === 'Disabled'
      ? ['DisabledException', `${arn} is disabled.`]
      : ['KMSInvalidStateException', `${arn} is pending deletion.`]
    : ['NotFoundException', `Key '${arn}' does not exist`];
  throw invalidParameter(
    `Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant. Please check your KMS key settings. KMS Exception: ${exception} KMS Message: ${message}`,
  );
}
