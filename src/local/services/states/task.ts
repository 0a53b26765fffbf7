/** Tasks: calls of Lambda functions with the permissions of the state machine's role. */
import { assumableRole, roleRefusal } from '../../authorization/service-role.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud, InvokeResult, Scope } from '../../cloud/cloud.ts';
import { isPlainObject } from '../../cloud/plain-object.ts';
import { FUNCTION, INVOKE } from './definition.ts';
import { StateError } from './state-error.ts';

/** Resolves to the result of the task. Rejects with `StateError`. */
export async function runTask(
  cloud: Cloud,
  scope: Scope,
  { resource, roleArn, execution }: { readonly resource: string; readonly roleArn: string; readonly execution: string },
  input: unknown,
): Promise<unknown> {
  if (resource !== INVOKE) return payloadOf(await invoke(cloud, scope, roleArn, execution, resource, input));
  const { FunctionName, Payload = {} } = isPlainObject(input) ? input : {};
  const result = await invoke(cloud, scope, roleArn, execution, String(FunctionName ?? ''), Payload);
  return { ExecutedVersion: result.executedVersion, Payload: payloadOf(result), StatusCode: 200 };
}

const payloadOf = ({ payload }: InvokeResult): unknown => {
  const text = payload.toString('utf8');
  return text === '' ? null : JSON.parse(text);
};

async function invoke(
  cloud: Cloud,
  { account, region }: Scope,
  roleArn: string,
  execution: string,
  called: string,
  input: unknown,
): Promise<InvokeResult> {
  const [, , , named = called.split(':')[0]!, qualifier] = FUNCTION.exec(called) ?? [];
  const resource = `arn:aws:lambda:${region}:${account}:function:${named}${qualifier === undefined ? '' : `:${qualifier}`}`;
  const role = assumableRole(cloud, roleArn, 'states.amazonaws.com');
  if (!role) throw failed('States.Runtime', NOT_ASSUMABLE);
  const refusal = roleRefusal(cloud, role, execution, { action: 'lambda:InvokeFunction', resource });
  if (refusal !== undefined) throw failed('Lambda.AWSLambdaException', refusal);
  const request = { scope: { account, region }, functionName: named, qualifier, payload: JSON.stringify(input) };
  try {
    const { qualifier: version, ...plain } = request;
    const result = await cloud.functions.invoke({
      ...plain,
      ...(version !== undefined && { qualifier: version }),
      isJson: true,
    });
    if (result.functionError === undefined) return result;
    const cause = result.payload.toString('utf8');
    const { errorType = 'Error' } = JSON.parse(cause) as { errorType?: string };
    throw failed(errorType, cause);
  } catch (error) {
    if (error instanceof AwsError) throw failed(`Lambda.${error.code}`, error.message);
    throw error;
  }
}

export const NOT_ASSUMABLE =
  'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.';

const failed = (error: string, cause: string) => new StateError(error, cause);
