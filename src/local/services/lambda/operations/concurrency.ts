/** PutFunctionConcurrency, GetFunctionConcurrency, DeleteFunctionConcurrency, GetAccountSettings. */
import { ACCOUNT_CONCURRENCY, MIN_UNRESERVED, unreservedConcurrency } from '../../../state/functions/account-limits.ts';
import { functionNotFound, refusedValue } from '../../../state/functions/errors.ts';
import { getFunction } from '../../../state/functions/lookup.ts';
import { functionArn, LATEST, lambdaState } from '../../../state/functions/model.ts';
import { unqualifiedName } from '../function-name.ts';
import { operation } from '../operation.ts';
import { checkReservation } from '../provisioned-rules.ts';

export const putFunctionConcurrency = operation('PutFunctionConcurrency', (input, context) => {
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
});

export const getFunctionConcurrency = operation('GetFunctionConcurrency', (input, context) => {
  const name = unqualifiedName(input.FunctionName, context);
  const { reservedConcurrency } = getFunction(lambdaState(context.cloud, context), context, name);
  return { ReservedConcurrentExecutions: reservedConcurrency };
});

export const deleteFunctionConcurrency = operation('DeleteFunctionConcurrency', (input, context) => {
  const name = unqualifiedName(input.FunctionName, context);
  const state = lambdaState(context.cloud, context);
  const { reservedConcurrency: _, ...fn } = getFunction(state, context, name);
  state.functions.put(name, fn);
});

export const getAccountSettings = operation('GetAccountSettings', (_, context) => {
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
});
