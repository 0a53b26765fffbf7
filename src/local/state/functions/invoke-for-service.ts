/** Invokes a function for a service of AWS, if the policy of the function lets it. */
import type { OperationContext } from '../../cloud/operation.ts';
import { invokeAsynchronously } from './asynchronous-invoke.ts';
import { functionArn, lambdaState, policyKey } from './model.ts';
import { checkResourcePolicy } from './resource-policy.ts';

export interface InvokingService {
  /** The principal in policies, such as `sns.amazonaws.com`. */
  readonly service: string;
  /** The ARN of the topic or rule for which it invokes. */
  readonly sourceArn: string;
}

/** Whether this is the ARN of a function, of a version or of an alias. */
export const isFunctionArn = (arn: string): boolean =>
  /^arn:aws:lambda:[^:]+:\d{12}:function:[\w-]+(?::[\w$-]+)?$/.test(arn);

/** `arn` may end with a version or an alias. Returns `false` if the policy does not allow the invocation. */
export function invokeForService(
  { cloud }: OperationContext,
  caller: InvokingService,
  arn: string,
  payload: string,
): boolean {
  const [, , , region = '', account = '', , name = '', qualifier] = arn.split(':');
  const scope = { account, region };
  try {
    const policy = lambdaState(cloud, scope).policies.get(policyKey(name, qualifier));
    checkResourcePolicy(policy, caller, functionArn(scope, name, qualifier));
  } catch {
    return false;
  }
  invokeAsynchronously(cloud, {
    scope,
    functionName: name,
    ...(qualifier !== undefined && { qualifier }),
    isJson: true,
    onBehalfOf: caller,
    payload,
  });
  return true;
}
