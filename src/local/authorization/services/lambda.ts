/** Actions and resources of Lambda (Service Authorization Reference, "AWS Lambda"). */
import type { OperationContext } from '../../operation.ts';
import { compiledPolicyOf } from '../../runtime/resource-policy.ts';
import { parseFunctionName } from '../../services/lambda/function-name.ts';
import { functionArn, lambdaState, policyKey } from '../../services/lambda/model.ts';
import { fixedKeys, type Permission, type PermissionsOf, textOf } from '../permission.ts';

type Input = Readonly<Record<string, unknown>>;

export const lambdaPermissions: PermissionsOf = (operation, input, context) => {
  const action = `lambda:${operation === 'Invoke' ? 'InvokeFunction' : operation}`;
  if (operation.includes('EventSourceMapping')) return [{ action, resource: mappingOf(input, context) }];
  const tagged = textOf(input.Resource);
  if (tagged !== '') return [{ action, resource: tagged }];
  if (textOf(input.FunctionName) === '') return [{ action, resource: '*' }];
  return [{ action, ...functionOf(operation, input, context) }, ...passedRole(input)];
};

/** Throws the service's own complaint about a name that is none. */
function functionOf(operation: string, input: Input, context: OperationContext): Omit<Permission, 'action'> {
  const given = operation === 'CreateFunction' ? undefined : textOf(input.Qualifier) || undefined;
  const { name, qualifier } = parseFunctionName(textOf(input.FunctionName), given, context);
  const policy =
    operation === 'Invoke' ? lambdaState(context.cloud, context).policies.get(policyKey(name, qualifier)) : undefined;
  return {
    resource: functionArn(context, name, qualifier),
    ...(policy && { resourcePolicy: compiledPolicyOf(policy) }),
  };
}

/** Who gives a function a role must be allowed to pass it on. */
function passedRole({ Role }: Input): Permission[] {
  if (Role === undefined) return [];
  const keys = fixedKeys({ 'iam:passedtoservice': 'lambda.amazonaws.com' });
  return [{ action: 'iam:PassRole', resource: textOf(Role), keys }];
}

/** Creating and listing have no resource. */
const mappingOf = ({ UUID }: Input, { account, region }: OperationContext): string =>
  UUID === undefined ? '*' : `arn:aws:lambda:${region}:${account}:event-source-mapping:${textOf(UUID)}`;
