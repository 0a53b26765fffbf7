/** DescribeParameters: everything but the values. Filters: `Name` (Equals, BeginsWith, Contains), `Path`, `Type`, `tag:…`. */
import { AwsError, notImplemented } from '../../aws-error.ts';
import { refuseMembers } from '../../constraints.ts';
import { operation } from '../../operation.ts';
import { check, type Parameter, page, parameterOnWire, parametersOf } from './model.ts';

interface Filter {
  Key: string;
  Option?: string;
  Values?: string[];
}

interface Input {
  Filters?: Filter[];
  ParameterFilters?: Filter[];
  MaxResults?: number;
  NextToken?: string;
}

export const describeParameters = operation<Input, unknown>({
  name: 'DescribeParameters',
  run(input, context) {
    refuseMembers('SSM DescribeParameters', input, ['Shared']);
    const { Filters = [], ParameterFilters = [], MaxResults, NextToken } = input;
    check(['maxResults', MaxResults, { min: 1, max: 50 }]);
    const filters = [...Filters, ...ParameterFilters];
    const matching = parametersOf(context)
      .values()
      .filter((parameter) => filters.every((filter) => passes(parameter, filter)));
    const { items, rest } = page(matching, MaxResults ?? 50, NextToken);
    const Parameters = items.map((parameter) => {
      const { Value: _value, ...metadata } = parameterOnWire(parameter, false, context);
      const { description, allowedPattern, keyId, tier } = parameter;
      return {
        ...metadata,
        LastModifiedUser: `arn:aws:iam::${context.account}:root`,
        ...(description !== undefined && { Description: description }),
        ...(allowedPattern !== undefined && { AllowedPattern: allowedPattern }),
        ...(keyId !== undefined && { KeyId: keyId }),
        Tier: tier,
        Policies: [],
      };
    });
    return { Parameters, ...rest };
  },
});

function passes(parameter: Parameter, { Key, Option, Values = [] }: Filter): boolean {
  if (Key === 'Name') return matches(parameter.name, Option ?? 'Equals', Values);
  if (Key === 'Type') return Values.includes(parameter.type);
  if (Key === 'Path') return underPath(parameter.name, Option ?? 'OneLevel', Values);
  if (Key.startsWith('tag:')) {
    const tag = parameter.tags.find((candidate) => candidate.Key === Key.slice(4));
    return tag !== undefined && (Values.length === 0 || Values.includes(tag.Value));
  }
  if (Key === 'Tier' || Key === 'KeyId' || Key === 'Label' || Key === 'DataType') {
    throw notImplemented(`SSM DescribeParameters filtered by ${Key}`);
  }
  throw new AwsError('InvalidFilterKey', `The following filter key is not valid: ${Key}.`);
}

function matches(name: string, option: string, values: readonly string[]): boolean {
  if (option === 'Equals') return values.includes(name);
  if (option === 'BeginsWith') return values.some((value) => name.startsWith(value));
  if (option === 'Contains') return values.some((value) => name.includes(value));
  throw new AwsError('InvalidFilterOption', `The following filter option is not valid: ${option}.`);
}

function underPath(name: string, option: string, values: readonly string[]): boolean {
  return values.some((value) => {
    const prefix = value.endsWith('/') ? value : `${value}/`;
    return name.startsWith(prefix) && (option === 'Recursive' || !name.slice(prefix.length).includes('/'));
  });
}
