/** GetParameter, GetParameters, GetParametersByPath. */
import { notImplemented } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import { check, lookUp, malformedName, page, parameterNotFound, parameterOnWire, parametersOf } from './model.ts';
import { operation } from './operation.ts';

export const getParameter = operation('GetParameter', ({ Name, WithDecryption = false }, context) => {
  if (Name.includes('//') || /^[^/:]+\//.test(Name)) throw malformedName();
  refuseSecrets([Name]);
  const parameter = lookUp(context, Name);
  if (!parameter) throw parameterNotFound(Name);
  return { Parameter: parameterOnWire(parameter, WithDecryption, context) };
});

export const getParameters = operation('GetParameters', ({ Names, WithDecryption = false }, context) => {
  refuseSecrets(Names);
  const found = Names.map((name) => ({ name, parameter: lookUp(context, name) }));
  return {
    Parameters: found.flatMap(({ parameter }) =>
      parameter ? [parameterOnWire(parameter, WithDecryption, context)] : [],
    ),
    InvalidParameters: found.flatMap(({ name, parameter }) => (parameter ? [] : [name])),
  };
});

/**
 * For names below this path, AWS returns secrets of Secrets Manager
 * (https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html).
 */
function refuseSecrets(names: readonly string[]): void {
  const secret = names.find((name) => name.startsWith('/aws/reference/secretsmanager/'));
  if (secret !== undefined) throw notImplemented(`The SSM parameter ${secret}, which refers to a secret,`);
}

export const getParametersByPath = operation('GetParametersByPath', (input, context) => {
  refuseMembers('SSM GetParametersByPath', input, ['ParameterFilters']);
  const { Path, Recursive = false, WithDecryption = false, MaxResults, NextToken } = input;
  check(['path', Path, { pattern: '/.*' }]);
  const prefix = Path.endsWith('/') ? Path : `${Path}/`;
  const below = parametersOf(context)
    .values()
    .filter(({ name }) => name.startsWith(prefix) && (Recursive || !name.slice(prefix.length).includes('/')))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { items, next } = page(below, MaxResults ?? 10, NextToken);
  return { Parameters: items.map((parameter) => parameterOnWire(parameter, WithDecryption, context)), NextToken: next };
});
