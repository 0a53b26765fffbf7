/** GetKeyPolicy and PutKeyPolicy: the policy of a key, which is called `default`. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { Scope } from '../../cloud/cloud.ts';
import { keysOf } from '../../state/keys/keys.ts';
import { getKeyById } from './find-key.ts';
import { operation } from './operation.ts';

/** The policy of a key that is created without one: the policies of the account decide. */
export const defaultPolicy = ({ account }: Scope): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });

/** Throws MalformedPolicyDocumentException. */
export function checkedPolicy(policy: string): string {
  try {
    const { Statement } = JSON.parse(policy) as { Statement?: unknown };
    if (Statement !== undefined) return policy;
  } catch {
    // The same error as for a policy without statements.
  }
  throw new AwsError('MalformedPolicyDocumentException', 'The new key policy is not a valid policy document.');
}

export const getKeyPolicy = operation('GetKeyPolicy', ({ KeyId, PolicyName = 'default' }, context) => {
  const key = getKeyById(KeyId, context);
  checkName(PolicyName);
  return { Policy: key.policy, PolicyName };
});

export const putKeyPolicy = operation('PutKeyPolicy', ({ KeyId, PolicyName = 'default', Policy }, context) => {
  const key = getKeyById(KeyId, context);
  checkName(PolicyName);
  keysOf(context.cloud, context).put(key.id, { ...key, policy: checkedPolicy(Policy) });
});

function checkName(name: string): void {
  if (name !== 'default') throw new AwsError('NotFoundException', `No such policy exists`);
}
