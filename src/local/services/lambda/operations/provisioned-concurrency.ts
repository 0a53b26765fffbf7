/** Put, Get, List and DeleteProvisionedConcurrencyConfig(s). */
import { getFunction } from '../../../state/functions/lookup.ts';
import { functionArn, lambdaState, versionKey } from '../../../state/functions/model.ts';
import { parseFunctionName } from '../function-name.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';
import { checkQualifier, provisionedNotFound, provisionedOnWire, setProvisioned } from '../provisioned-rules.ts';

export const putProvisionedConcurrencyConfig = operation(
  'PutProvisionedConcurrencyConfig',
  ({ FunctionName, Qualifier, ProvisionedConcurrentExecutions: requested }, context) => {
    const { name } = parseFunctionName(FunctionName, context);
    return setProvisioned(context.cloud, context, name, Qualifier, requested);
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
