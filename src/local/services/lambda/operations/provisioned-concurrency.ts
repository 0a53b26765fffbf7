/** Put, Get, List and DeleteProvisionedConcurrencyConfig(s). */
import { lambdaTime } from '../../../state/functions/configuration.ts';
import { getFunction } from '../../../state/functions/lookup.ts';
import { functionArn, lambdaState, versionKey } from '../../../state/functions/model.ts';
import { parseFunctionName } from '../function-name.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import {
  checkCapacity,
  checkProvisionable,
  checkQualifier,
  provisionedNotFound,
  provisionedOnWire,
} from '../provisioned-rules.ts';

export const putProvisionedConcurrencyConfig = operation(
  'PutProvisionedConcurrencyConfig',
  ({ FunctionName, Qualifier, ProvisionedConcurrentExecutions: requested }, context) => {
    const { name } = parseFunctionName(FunctionName, context);
    const state = lambdaState(context.cloud, context);
    checkProvisionable(state, context, name, Qualifier);
    checkCapacity(state, name, Qualifier, requested);
    const lastModified = lambdaTime(context.cloud.clock.now());
    const provisioned = { functionName: name, qualifier: Qualifier, requested, lastModified };
    state.provisioned.put(versionKey(name, Qualifier), provisioned);
    state.transitions.begin(context, 'provisioned', versionKey(name, Qualifier));
    return provisionedOnWire(provisioned, state, context);
  },
);

export const getProvisionedConcurrencyConfig = operation(
  'GetProvisionedConcurrencyConfig',
  ({ FunctionName, Qualifier }, context) => {
    const { name } = parseFunctionName(FunctionName, context);
    const state = lambdaState(context.cloud, context);
    checkQualifier(state, context, name, Qualifier);
    const provisioned = state.provisioned.get(versionKey(name, Qualifier));
    if (!provisioned) throw provisionedNotFound();
    return provisionedOnWire(provisioned, state, context);
  },
);

export const listProvisionedConcurrencyConfigs = operation('ListProvisionedConcurrencyConfigs', (input, context) => {
  const { name } = parseFunctionName(input.FunctionName, context);
  const state = lambdaState(context.cloud, context);
  getFunction(state, context, name);
  const all = state.provisioned.values().filter(({ functionName }) => functionName === name);
  const { items, next } = page(all, input);
  return {
    ProvisionedConcurrencyConfigs: items.map((provisioned) => ({
      FunctionArn: functionArn(context, name, provisioned.qualifier),
      ...provisionedOnWire(provisioned, state, context),
    })),
    NextMarker: next,
  };
});

export const deleteProvisionedConcurrencyConfig = operation(
  'DeleteProvisionedConcurrencyConfig',
  ({ FunctionName, Qualifier }, context) => {
    const { name } = parseFunctionName(FunctionName, context);
    const state = lambdaState(context.cloud, context);
    checkQualifier(state, context, name, Qualifier);
    state.provisioned.delete(versionKey(name, Qualifier));
    state.transitions.forget(context, 'provisioned', versionKey(name, Qualifier));
  },
);
