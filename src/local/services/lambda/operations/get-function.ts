import { operation } from '../../../cloud/operation.ts';
import { configurationOf } from '../../../state/functions/configuration.ts';
import { getFunction, getVersion } from '../../../state/functions/lookup.ts';
import { functionArn, lambdaState } from '../../../state/functions/model.ts';
import { parseFunctionName } from '../function-name.ts';

interface Input {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

/** `Code.Location` names the zip by its hash on the cloud itself; unlike S3's address it is not a download link. */
export const getFunctionOperation = operation<Input, object>({
  name: 'GetFunction',
  http: 'GET /2015-03-31/functions/{FunctionName}',
  run(input, context) {
    const { name, qualifier } = parseFunctionName(input.FunctionName, context, input.Qualifier);
    const state = lambdaState(context.cloud, context);
    const version = getVersion(state, context, name, qualifier);
    const fn = getFunction(state, context, name);
    return {
      Configuration: configurationOf(version, functionArn(context, name, qualifier), context),
      Code: { RepositoryType: 'S3', Location: `${context.cloud.endpoint()}/_apikit/code/${version.code.blob}` },
      ...(Object.keys(fn.tags).length > 0 && { Tags: fn.tags }),
      ...(fn.reservedConcurrency !== undefined && {
        Concurrency: { ReservedConcurrentExecutions: fn.reservedConcurrency },
      }),
    };
  },
});

export const getFunctionConfiguration = operation<Input, object>({
  name: 'GetFunctionConfiguration',
  http: 'GET /2015-03-31/functions/{FunctionName}/configuration',
  run(input, context) {
    const { name, qualifier } = parseFunctionName(input.FunctionName, context, input.Qualifier);
    const version = getVersion(lambdaState(context.cloud, context), context, name, qualifier);
    return configurationOf(version, functionArn(context, name, qualifier), context);
  },
});
