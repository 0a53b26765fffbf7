/** PutParameter: without `Overwrite` it only creates. A parameter can have one update at a time. */
import { boundedRegExp } from '../../../regexp/bounded-regexp.ts';
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { PutParameterRequest } from '../../models/ssm.ts';
import { invalid, KEPT_VERSIONS, malformedName, type Parameter, parametersOf, storedAt } from './model.ts';
import { operation } from './operation.ts';
import { checkTags } from './tags.ts';

const STANDARD_BYTES = 4096;
const ADVANCED_BYTES = 8192;

export const putParameter = operation('PutParameter', (input, context) => {
  refuseMembers('SSM PutParameter', input, ['Policies']);
  checkName(input.Name);
  checkDataType(input.DataType ?? 'text');
  const tags = checkTags(input.Tags);
  if (input.Overwrite && input.Tags?.length) {
    throw invalid(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  }
  const parameters = parametersOf(context);
  const present = storedAt(context, input.Name);
  if (present && !input.Overwrite) {
    throw new AwsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  refuseTooSoon(input.Name, present !== undefined, context);
  const type = input.Type ?? present?.type;
  if (type === undefined) throw invalid('A parameter type is required when you create a parameter.');
  if (present && type !== present.type) {
    throw new AwsError(
      'HierarchyTypeMismatchException',
      `The parameter type can't be changed from ${present.type} to ${type}.`,
    );
  }
  const tier = checkSize(input);
  const pattern = input.AllowedPattern ?? present?.allowedPattern;
  if (pattern !== undefined && !boundedRegExp(pattern).test(input.Value)) {
    throw new AwsError(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
    );
  }
  const description = input.Description ?? present?.description;
  const keyId = type === 'SecureString' ? (input.KeyId ?? present?.keyId ?? 'alias/aws/ssm') : undefined;
  const parameter: Parameter = {
    name: present?.name ?? input.Name,
    type,
    value: input.Value,
    version: (present?.version ?? 0) + 1,
    modifiedAt: context.cloud.clock.now(),
    description,
    allowedPattern: pattern,
    keyId,
    tier,
    dataType: 'text',
    tags: present?.tags ?? tags,
    earlier: present && versionsBefore(present),
  };
  parameters.put(parameter.name, parameter);
  context.cloud.transitions.begin(context, 'parameterUpdated', parameter.name);
  return { Version: parameter.version, Tier: parameter.tier };
});

/**
 * TooManyUpdates with the text of the API reference. For a name that was deleted less than 30 s ago, the text is the
 * one that users got on AWS (https://github.com/awslabs/aws-orbit-workbench/issues/1170).
 */
function refuseTooSoon(name: string, present: boolean, context: OperationContext): void {
  const { transitions } = context.cloud;
  if (!present && transitions.pending(context, 'parameterDeleted', name)) {
    throw new AwsError(
      'TooManyUpdates',
      'Failed to create the parameter since stale tags associated to the name detected. Please retry in a while or change a parameter name.',
    );
  }
  if (present && transitions.pending(context, 'parameterUpdated', name)) {
    throw new AwsError(
      'TooManyUpdates',
      'There are concurrent updates for a resource that supports one update at a time.',
    );
  }
}

function versionsBefore({ earlier = [], tags: _, ...version }: Parameter): Parameter['earlier'] {
  return [...earlier, version].slice(1 - KEPT_VERSIONS);
}

function checkName(name: string): void {
  if (!/^[a-zA-Z0-9_.\-/]+$/.test(name)) throw malformedName();
  if (/^\/?(aws|ssm)/i.test(name)) {
    throw invalid(`Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive): ${name}`);
  }
  if (name.includes('/') && !name.startsWith('/')) {
    throw invalid('Parameter name must be a fully qualified name.');
  }
  if (name.includes('//')) throw malformedName();
  if (name.split('/').length - 1 > 15) {
    throw new AwsError('HierarchyLevelLimitExceededException', 'A parameter hierarchy can have at most 15 levels.');
  }
}

/**
 * For types other than `text`, AWS looks up an image or an integration, which do not exist here. The texts are those of
 * moto's `test_put_parameter_invalid_data_type`.
 */
function checkDataType(type: string): void {
  if (type === 'text') return;
  if (type === 'aws:ec2:image' || type === 'aws:ssm:integration') {
    throw notImplemented(`SSM PutParameter with DataType ${type}`);
  }
  throw invalid(`The following data type is not supported: ${type} (Data type names are all lowercase.)`);
}

function checkSize({ Value, Tier }: PutParameterRequest): Parameter['tier'] {
  const bytes = Buffer.byteLength(Value);
  const advanced = Tier === 'Advanced' || (Tier === 'Intelligent-Tiering' && bytes > STANDARD_BYTES);
  if (bytes === 0)
    throw invalid(
      "Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  if (bytes > (advanced ? ADVANCED_BYTES : STANDARD_BYTES)) {
    throw invalid(
      advanced
        ? 'Parameter value exceeds the maximum size of 8192 bytes.'
        : 'Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html',
    );
  }
  return advanced ? 'Advanced' : 'Standard';
}
