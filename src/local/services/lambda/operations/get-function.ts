import { codeLocation } from '../../../state/functions/code.ts';
import { configurationOf } from '../../../state/functions/configuration.ts';
import { getFunction, getVersion } from '../../../state/functions/lookup.ts';
import { functionArn, lambdaState } from '../../../state/functions/model.ts';
import { parseFunctionName } from '../function-name.ts';
import { operation } from '../operation.ts';

export const getFunctionOperation = operation('GetFunction', (input, context) => {
  const { name, qualifier } = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const state = lambdaState(context.cloud, context);
  const version = getVersion(state, context, name, qualifier);
  const fn = getFunction(state, context, name);
  return {
    Configuration: configurationOf(version, functionArn(context, name, qualifier), context),
    Code: { RepositoryType: 'S3', Location: codeLocation(context, version.code) },
    Tags: Object.keys(fn.tags).length > 0 ? fn.tags : undefined,
    Concurrency:
      fn.reservedConcurrency === undefined ? undefined : { ReservedConcurrentExecutions: fn.reservedConcurrency },
  };
});

export const getFunctionConfiguration = operation('GetFunctionConfiguration', (input, context) => {
  const { name, qualifier } = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const version = getVersion(lambdaState(context.cloud, context), context, name, qualifier);
  return configurationOf(version, functionArn(context, name, qualifier), context);
});
