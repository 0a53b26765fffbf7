/** PutFunctionConcurrency, GetFunctionConcurrency, DeleteFunctionConcurrency, GetAccountSettings. */
import { operation } from '../../../cloud/operation.ts';
import { ACCOUNT_CONCURRENCY, MIN_UNRESERVED, unreservedConcurrency } from '../../../state/functions/account-limits.ts';
import { functionNotFound, refusedValue } from '../../../state/functions/errors.ts';
import { getFunction } from '../../../state/functions/lookup.ts';
import { functionArn, LATEST, lambdaState } from '../../../state/functions/model.ts';
import { unqualifiedName } from '../function-name.ts';
import { checkReservation } from '../provisioned-rules.ts';

interface Named {
  readonly FunctionName: string;
}

export const putFunctionConcurrency = operation<Named & { readonly ReservedConcurrentExecutions: number }, object>({
  name: 'PutFunctionConcurrency',
  http: 'PUT /2017-10-31/functions/{FunctionName}/concurrency',
  run(input, context) {
    const name = unqualifiedName(input.FunctionName, context);
    const state = lambdaState(context.cloud, context);
    const reserved = input.ReservedConcurrentExecutions;
    const fn = state.functions.get(name);
    // AWS's text has this version (LocalStack, `test_function_concurrency_exceptions`).
    if (!fn) throw functionNotFound(functionArn(context, name, LATEST));
    checkReservation(state, name, reserved);
    if (unreservedConcurrency(state, name) - reserved < MIN_UNRESERVED) {
      throw refusedValue(
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${MIN_UNRESERVED}].`,
      );
    }
    state.functions.put(name, { ...fn, reservedConcurrency: reserved });
    return { ReservedConcurrentExecutions: reserved };
  },
});

export const getFunctionConcurrency = operation<Named, object>({
  name: 'GetFunctionConcurrency',
  http: 'GET /2019-09-30/functions/{FunctionName}/concurrency',
  run(input, context) {
    const name = unqualifiedName(input.FunctionName, context);
    const { reservedConcurrency } = getFunction(lambdaState(context.cloud, context), context, name);
    return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
  },
});

export const deleteFunctionConcurrency = operation<Named, void>({
  name: 'DeleteFunctionConcurrency',
  http: 'DELETE /2017-10-31/functions/{FunctionName}/concurrency',
  status: 204,
  run(input, context) {
    const name = unqualifiedName(input.FunctionName, context);
    const state = lambdaState(context.cloud, context);
    const { reservedConcurrency: _, ...fn } = getFunction(state, context, name);
    state.functions.put(name, fn);
  },
});

export const getAccountSettings = operation<object, object>({
  name: 'GetAccountSettings',
  http: 'GET /2016-08-19/account-settings',
  run(_, context) {
    const state = lambdaState(context.cloud, context);
    return {
      AccountLimit: {
        TotalCodeSize: 322_122_547_200,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: ACCOUNT_CONCURRENCY,
        UnreservedConcurrentExecutions: unreservedConcurrency(state),
      },
      AccountUsage: {
        TotalCodeSize: state.versions.values().reduce((sum, { code }) => sum + code.size, 0),
        FunctionCount: state.functions.size,
      },
    };
  },
});
