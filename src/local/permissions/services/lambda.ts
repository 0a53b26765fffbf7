/** Actions and resources of Lambda (Service Authorization Reference, "AWS Lambda"). */
import { eitherKeys, fixedKeys, type Permission, type PermissionsOf, textOf } from '../../authorization/permission.ts';
import { hasTags, tagKeys } from '../../authorization/tag-keys.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { eventSourcesOf, mappingArn } from '../../services/lambda/event-sources/model.ts';
import { parseFunctionName } from '../../services/lambda/function-name.ts';
import { layerArn } from '../../state/functions/layers.ts';
import { functionArn, LATEST, lambdaState, policyKey, versionKey } from '../../state/functions/model.ts';
import { compiledPolicyOf } from '../../state/functions/resource-policy.ts';
import { keyPermission } from './kms.ts';

type Input = Readonly<Record<string, unknown>>;

export const lambdaPermissions: PermissionsOf = (operation, input, context) => {
  const action = `lambda:${operation === 'Invoke' ? 'InvokeFunction' : operation}`;
  if (operation.includes('EventSourceMapping')) return mapping(action, input, context);
  if (/Layer/.test(operation)) return layer(operation, input, context);
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
    ...usedLayers(input),
    ...usedKey(input, context),
    ...shownKey(operation, ofFunction.resource, context),
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

/** Listing layers has no resource, and GetLayerVersionByArn needs the permission of GetLayerVersion. */
function layer(operation: string, input: Input, context: OperationContext): Permission[] {
  if (operation.startsWith('List')) return [{ action: `lambda:${operation}`, resource: '*' }];
  if (operation === 'GetLayerVersionByArn') {
    return [{ action: 'lambda:GetLayerVersion', resource: textOf(input.Arn) }];
  }
  const name = textOf(input.LayerName);
  const arn = name.startsWith('arn:') ? name : layerArn(context, name);
  const version = operation === 'PublishLayerVersion' ? '' : `:${String(input.VersionNumber)}`;
  return [{ action: `lambda:${operation}`, resource: `${arn}${version}` }];
}

/** Lambda reads the layers of a function with the permissions of the caller (docs/aws/lambda.md). */
function usedLayers({ Layers }: Input): Permission[] {
  if (!Array.isArray(Layers)) return [];
  return Layers.map((arn) => ({ action: 'lambda:GetLayerVersion', resource: textOf(arn) }));
}

/** Lambda looks at the network with the permissions of the caller (docs/aws/network.md). */
function network({ VpcConfig }: Input): Permission[] {
  if (VpcConfig === undefined) return [];
  return ['DescribeSecurityGroups', 'DescribeSubnets', 'DescribeVpcs'].map((name) => ({
    action: `ec2:${name}`,
    resource: '*',
  }));
}

/** Lambda gives the function a grant for the key of its environment, and encrypts the environment, as the caller. */
function usedKey({ KMSKeyArn }: Input, context: OperationContext): Permission[] {
  const arn = textOf(KMSKeyArn);
  return arn === '' ? [] : ['CreateGrant', 'Encrypt'].map((operation) => keyPermission(operation, arn, context));
}

/** The environment is shown only to those who may decrypt it. AWS shows the rest of the function to others. */
function shownKey(operation: string, resource: string, context: OperationContext): Permission[] {
  if (operation !== 'GetFunction' && operation !== 'GetFunctionConfiguration') return [];
  const { name, qualifier = LATEST } = parseFunctionName(resource, context);
  const arn = lambdaState(context.cloud, context).versions.get(versionKey(name, qualifier))?.settings.kmsKeyArn;
  return arn === undefined ? [] : [keyPermission('Decrypt', arn, context)];
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
