/** Checks whether Lambda can assume a role. It reads IAM's state, as Lambda does when a role is set. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { invalidParameter } from '../../state/functions/errors.ts';

interface StoredRole {
  readonly arn: string;
  /** JSON text */
  readonly assumeRolePolicyDocument: string;
}

interface TrustStatement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Principal?: string | { readonly Service?: string | readonly string[] };
}

/**
 * Throws InvalidParameterValueException if the role does not exist, does not trust Lambda, or is too new for Lambda to
 * see. Throws AccessDeniedException for a role of another account (observed:
 * https://github.com/aws/aws-toolkit-azure-devops/issues/546).
 */
export function checkAssumable(roleArn: string, context: OperationContext): void {
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const role = context.globalCollection<StoredRole>('iam.roles').get(name);
  const { account, cloud } = context;
  if (roleArn.split(':')[4] !== account) {
    throw new AwsError('AccessDeniedException', 'Cross-account pass role is not allowed.', { status: 403 });
  }
  const visible = !cloud.transitions.pending({ account, region: 'global' }, 'role', name);
  if (!visible || role?.arn !== roleArn || !trustsLambda(role.assumeRolePolicyDocument)) {
    throw invalidParameter('The role defined for the function cannot be assumed by Lambda.');
  }
}

function trustsLambda(document: string): boolean {
  const { Statement } = JSON.parse(document) as { Statement?: TrustStatement | TrustStatement[] };
  return listOf(Statement).some(
    ({ Effect, Action, Principal }) =>
      Effect === 'Allow' &&
      listOf(Action).some((action) => ['sts:AssumeRole', 'sts:*', '*'].includes(action)) &&
      typeof Principal === 'object' &&
      listOf(Principal.Service).includes('lambda.amazonaws.com'),
  );
}

function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}
