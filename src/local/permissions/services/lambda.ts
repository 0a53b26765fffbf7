/** Actions and resources of Lambda (Service Authorization Reference, "AWS Lambda"). */
import { eitherKeys, fixedKeys, type Permission, type PermissionsOf, textOf } from '../../authorization/permission.ts';
import { hasTags, tagKeys } from '../../authorization/tag-keys.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { eventSourcesOf, mappingArn } from '../../services/lambda/event-sources/model.ts';
import { parseFunctionName } from '../../services/lambda/function-name.ts';
import { functionArn, lambdaState, policyKey } from '../../state/functions/model.ts';
import { compiledPolicyOf } from '../../state/functions/resource-policy.ts';

type Input = Readonly<Record<string, unknown>>;

export const lambdaPermissions: PermissionsOf = (operation, input, context) => {
  const action = `lambda:${operation === 'Invoke' ? 'InvokeFunction' : operation}`;
  if (operation.includes('EventSourceMapping')) return mapping(action, input, context);
  const tagged = textOf(input.Resource);
  if (tagged !== '') return [{ action, resource: tagged }];
  if (textOf(input.FunctionName) === '') return [{ action, resource: '*' }];
  const ofFunction = functionOf(operation, input, context);
  const keys = () =>
    eitherKeys(
      fixedKeys({
        'lambda:principal': textOf(input.Principal) || undefined,
        'lambda:functionurlauthtype': textOf(input.AuthType ?? input.FunctionUrlAuthType) || undefined,
      })(),
      tagKeys(input),
    );
  return [
    { action, ...ofFunction, keys },
    ...tagging(input, ofFunction.resource),
    ...passedRole(input),
    ...network(input),
  ];
};

/** Throws the service's own error for an invalid name. */
function functionOf(operation: string, input: Input, context: OperationContext): Omit<Permission, 'action'> {
  const given = operation === 'CreateFunction' ? undefined : textOf(input.Qualifier) || undefined;
  const { name, qualifier } = parseFunctionName(textOf(input.FunctionName), context, given);
  const policy =
    operation === 'Invoke' ? lambdaState(context.cloud, context).policies.get(policyKey(name, qualifier)) : undefined;
  return {
    resource: functionArn(context, name, qualifier),
    ...(policy && { resourcePolicy: compiledPolicyOf(policy) }),
  };
}

/** Giving a role to a function needs `iam:PassRole`. */
function passedRole({ Role }: Input): Permission[] {
  if (Role === undefined) return [];
  const keys = fixedKeys({ 'iam:passedtoservice': 'lambda.amazonaws.com' });
  return [{ action: 'iam:PassRole', resource: textOf(Role), keys }];
}

/** Lambda looks at the network with the permissions of the caller (docs/aws/network.md). */
function network({ VpcConfig }: Input): Permission[] {
  if (VpcConfig === undefined) return [];
  return ['DescribeSecurityGroups', 'DescribeSubnets', 'DescribeVpcs'].map((name) => ({
    action: `ec2:${name}`,
    resource: '*',
  }));
}

/** Creating and listing event source mappings have no resource. */
function mapping(action: string, input: Input, context: OperationContext): Permission[] {
  const id = textOf(input.UUID);
  const target = functionOfMapping(id, input, context);
  const keys = () => eitherKeys(fixedKeys({ 'lambda:functionarn': target })(), tagKeys(input));
  return [
    { action, resource: id === '' ? '*' : mappingArn(context, id), keys },
    ...tagging(input, mappingArn(context, '*')),
  ];
}

function functionOfMapping(id: string, input: Input, context: OperationContext): string | undefined {
  const named = textOf(input.FunctionName);
  const { name, qualifier } =
    named === ''
      ? { name: eventSourcesOf(context.cloud, context).get(id)?.functionName, qualifier: undefined }
      : parseFunctionName(named, context);
  return name === undefined ? undefined : functionArn(context, name, qualifier);
}

/** Creating a resource with tags needs the permission to tag it. */
const tagging = (input: Input, resource: string): Permission[] =>
  hasTags(input) ? [{ action: 'lambda:TagResource', resource, keys: () => tagKeys(input) }] : [];
