/** AddPermission, RemovePermission, GetPolicy: each qualifier has its own policy. */
import { AwsError } from '../../../cloud/aws-error.ts';
import type { Scope } from '../../../cloud/cloud.ts';
import { checkRevision, conflict, invalidParameter, notFound } from '../../../state/functions/errors.ts';
import { getVersion, qualifiedNotFound, qualifierExists } from '../../../state/functions/lookup.ts';
import {
  functionArn,
  LATEST,
  type LambdaState,
  lambdaState,
  type PolicyStatement,
  policyKey,
  versionKey,
} from '../../../state/functions/model.ts';
import { type FunctionReference, parseFunctionName } from '../function-name.ts';
import { operation } from '../operation.ts';
import { readStatement } from '../policy-statement.ts';

/** Lambda quotas: "Function resource-based policy", 20 KB. */
const MAX_POLICY = 20_480;

export const addPermission = operation('AddPermission', (input, context) => {
  const target = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const state = lambdaState(context.cloud, context);
  const statement = readStatement(input, functionArn(context, target.name, target.qualifier));
  const key = existingPolicyKey(state, context, target, 'adding');
  const policy = state.policies.get(key);
  if (policy?.statements.some(({ Sid }) => Sid === statement.Sid)) {
    throw conflict(
      `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  }
  // Without a policy, the error names the alias or the version itself (LocalStack,
  // `test_lambda_permission_fn_versioning`).
  const { name, qualifier } = target;
  const alias = qualifier === undefined ? undefined : state.aliases.get(versionKey(name, qualifier));
  const current = policy ?? alias ?? getVersion(state, context, name, qualifier);
  checkRevision(input.RevisionId, current.revisionId, 'GetPolicy');
  const statements = [...(policy?.statements ?? []), statement];
  if (Buffer.byteLength(documentOf(statements)) > MAX_POLICY) {
    throw new AwsError(
      'PolicyLengthExceededException',
      `The final policy size (${documentOf(statements).length}) is bigger than the limit (${MAX_POLICY}).`,
      { members: { Type: 'User' } },
    );
  }
  state.policies.put(key, { statements, revisionId: context.cloud.ids.uuid() });
  return { Statement: JSON.stringify(statement) };
});

export const removePermission = operation('RemovePermission', (input, context) => {
  const target = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const state = lambdaState(context.cloud, context);
  if (!state.functions.has(target.name)) {
    throw notFound(`No policy found for: ${functionArn(context, target.name)}`);
  }
  const key = existingPolicyKey(state, context, target, 'removing');
  const policy = state.policies.get(key);
  if (!policy) throw notFound('No policy is associated with the given resource.');
  if (!policy.statements.some(({ Sid }) => Sid === input.StatementId)) {
    throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
  }
  checkRevision(input.RevisionId, policy.revisionId, 'GetPolicy');
  const statements = policy.statements.filter(({ Sid }) => Sid !== input.StatementId);
  if (statements.length === 0) state.policies.delete(key);
  else state.policies.put(key, { statements, revisionId: context.cloud.ids.uuid() });
});

export const getPolicy = operation('GetPolicy', (input, context) => {
  const target = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const state = lambdaState(context.cloud, context);
  const policy = state.policies.get(policyKey(target.name, target.qualifier));
  if (!policy) throw notFound('The resource you requested does not exist.');
  return { Policy: documentOf(policy.statements), RevisionId: policy.revisionId };
});

const documentOf = (statements: readonly PolicyStatement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements });

function existingPolicyKey(
  state: LambdaState,
  scope: Scope,
  { name, qualifier }: FunctionReference,
  doing: 'adding' | 'removing',
): string {
  if (qualifier === LATEST) {
    throw invalidParameter(`We currently do not support ${doing} policies for $LATEST.`);
  }
  if (!qualifierExists(state, name, qualifier)) throw qualifiedNotFound(scope, name, qualifier);
  return policyKey(name, qualifier);
}
