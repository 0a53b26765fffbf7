/** AssociateKmsKey and DisassociateKmsKey: the KMS key of a log group. */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { allowsService, findKey, keyState } from '../../state/keys/keys.ts';
import { findGroup, groupArn, groupsOf } from './model.ts';
import { operation } from './operation.ts';

export const associateKmsKey = operation('AssociateKmsKey', (input, context) => {
  const logGroupName = groupOnly(input);
  const group = findGroup(context.cloud, context, logGroupName);
  checkGroupKey(input.kmsKeyId, logGroupName, context);
  groupsOf(context.cloud, context).put(logGroupName, { ...group, kmsKeyId: input.kmsKeyId });
});

export const disassociateKmsKey = operation('DisassociateKmsKey', (input, context) => {
  const logGroupName = groupOnly(input);
  const { kmsKeyId: _, ...group } = findGroup(context.cloud, context, logGroupName);
  groupsOf(context.cloud, context).put(logGroupName, group);
});

/**
 * CloudWatch Logs uses the key itself, so the policy of the key must allow it. It needs the ARN of the key. Throws
 * InvalidParameterException (observed; docs/aws/kms.md).
 */
export function checkGroupKey(arn: string, logGroupName: string, context: OperationContext): void {
  const key = arn.startsWith('arn:') && !arn.includes(':alias/') ? findKey(context.cloud, context, arn) : undefined;
  const service = `logs.${context.region}.amazonaws.com`;
  if (key && keyState(key) === 'Enabled' && allowsService(key, service)) return;
  throw new AwsError(
    'InvalidParameterException',
    `The specified KMS key does not exist or is not allowed to be used with LogGroup '${groupArn(context, logGroupName)}'`,
  );
}

function groupOnly({
  logGroupName,
  resourceIdentifier,
}: {
  logGroupName?: string;
  resourceIdentifier?: string;
}): string {
  if (resourceIdentifier !== undefined || logGroupName === undefined) {
    throw notImplemented('Logs AssociateKmsKey and DisassociateKmsKey with resourceIdentifier');
  }
  return logGroupName;
}
