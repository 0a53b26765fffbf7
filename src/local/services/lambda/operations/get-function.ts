import { configurationOf } from '../../../state/functions/configuration.ts';
import { getFunction, getVersion } from '../../../state/functions/lookup.ts';
import { functionArn, lambdaState } from '../../../state/functions/model.ts';
import { parseFunctionName } from '../function-name.ts';
import { operation } from '../operation.ts';

/** `Code.Location` names the zip by its hash on the cloud itself; unlike S3's address it is not a download link. */
export const getFunctionOperation = operation('GetFunction', (input, context) => {
  const { name, qualifier } = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const state = lambdaState(context.cloud, context);
  const version = getVersion(state, context, name, qualifier);
  const fn = getFunction(state, context, name);
  return {
    Configuration: configurationOf(version, functionArn(context, name, qualifier), context),
    Code: { RepositoryType: 'S3', Location: `${context.cloud.endpoint()}/_apikit/code/${version.code.blob}` },
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
