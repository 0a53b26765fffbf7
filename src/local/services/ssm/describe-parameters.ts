/**
 * DescribeParameters: returns everything but the values. Filters: `Name` (Equals, BeginsWith, Contains), `Path`,
 * `Type`, `tag:…`.
 */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { ParameterStringFilter } from '../../models/ssm.ts';
import { invalid, type Parameter, page, parameterOnWire, parametersOf } from './model.ts';
import { operation } from './operation.ts';

/** Options by filter key. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  Name: ['BeginsWith', 'Equals', 'Contains'],
  Type: ['Equals'],
  Path: ['Recursive', 'OneLevel'],
};
const NOT_EMULATED: readonly string[] = ['Tier', 'KeyId', 'DataType'];
const VALID_KEYS = 'Valid filter keys include: [Path, Name, Type, KeyId, Tier]';
const TYPES: readonly string[] = ['String', 'StringList', 'SecureString'];

export const describeParameters = operation('DescribeParameters', (input, context) => {
  refuseMembers('SSM DescribeParameters', input, ['Shared']);
  const { Filters = [], ParameterFilters = [], MaxResults, NextToken } = input;
  if (Filters.length > 0 && ParameterFilters.length > 0) {
    throw invalid('You can use either Filters or ParameterFilters in a single request.');
  }
  const filters = [...Filters, ...ParameterFilters];
  checkFilters(filters);
  const matching = parametersOf(context)
    .values()
    .filter((parameter) => filters.every((filter) => passes(parameter, filter)));
  const { items, next } = page(matching, MaxResults ?? 50, NextToken);
  const Parameters = items.map((parameter) => {
    const { Value: _value, ...metadata } = parameterOnWire(parameter, false, context);
    const { description, allowedPattern, keyId, tier } = parameter;
    return {
      ...metadata,
      LastModifiedUser: `arn:aws:iam::${context.account}:root`,
      Description: description,
      AllowedPattern: allowedPattern,
      KeyId: keyId,
      Tier: tier,
      Policies: [],
    };
  });
  return { Parameters, NextToken: next };
});

/**
 * Throws for the first filter that AWS or this cloud rejects, even if there are no parameters. The texts are those of
 * moto's `test_describe_parameters_invalid_parameter_filters`.
 */
function checkFilters(filters: readonly ParameterStringFilter[]): void {
  filters.forEach(({ Key, Option, Values = [] }, index) => {
    const isTag = Key.startsWith('tag:');
    if (NOT_EMULATED.includes(Key)) throw notImplemented(`SSM DescribeParameters filtered by ${Key}`);
    if (!isTag && !Object.hasOwn(OPTIONS, Key)) {
      throw new AwsError('InvalidFilterKey', `The following filter key is not valid: ${Key}. ${VALID_KEYS}`);
    }
    if (!isTag && Values.length === 0) {
      throw new AwsError('InvalidFilterValue', `The following filter values are missing : null for filter key ${Key}`);
    }
    if (filters.slice(0, index).some((before) => before.Key === Key)) {
      throw invalid(
        `The following filter is duplicated in the request: ${Key}. A request can contain only one occurrence of a specific filter.`,
      );
    }
    const options = OPTIONS[Key];
    if (options && Option !== undefined && !options.includes(Option)) {
      throw new AwsError(
        'InvalidFilterOption',
        `The following filter option is not valid: ${Option}. Valid options include: [${options.join(', ')}]`,
      );
    }
    const unknown = Key === 'Type' && Values.find((value) => !TYPES.includes(value));
    if (unknown) {
      throw new AwsError(
        'InvalidFilterValue',
        `The following filter value is not valid: ${unknown}. Valid values include: [${TYPES.join(', ')}]`,
      );
    }
  });
}

function passes(parameter: Parameter, { Key, Option, Values = [] }: ParameterStringFilter): boolean {
  if (Key === 'Name') return matches(parameter.name, Option ?? 'Equals', Values);
  if (Key === 'Type') return Values.includes(parameter.type);
  if (Key === 'Path') return underPath(parameter.name, Option ?? 'OneLevel', Values);
  const tag = parameter.tags.find((candidate) => candidate.Key === Key.slice('tag:'.length));
  return tag !== undefined && (Values.length === 0 || Values.includes(tag.Value));
}

function matches(name: string, option: string, values: readonly string[]): boolean {
  if (option === 'Equals') return values.includes(name);
  if (option === 'BeginsWith') return values.some((value) => name.startsWith(value));
  return values.some((value) => name.includes(value));
}

function underPath(name: string, option: string, values: readonly string[]): boolean {
  return values.some((value) => {
    const prefix = value.endsWith('/') ? value : `${value}/`;
    return name.startsWith(prefix) && (option === 'Recursive' || !name.slice(prefix.length).includes('/'));
  });
}
