/** Put, Get, List and DeleteProvisionedConcurrencyConfig(s). */
import { operation } from '../../../cloud/operation.ts';
import { lambdaTime } from '../../../state/functions/configuration.ts';
import { getFunction } from '../../../state/functions/lookup.ts';
import { functionArn, lambdaState, versionKey } from '../../../state/functions/model.ts';
import { parseFunctionName } from '../function-name.ts';
import { type PageInput, pageOf } from '../paging.ts';
import {
  checkCapacity,
  checkProvisionable,
  checkQualifier,
  provisionedNotFound,
  provisionedOnWire,
} from '../provisioned-rules.ts';

interface Qualified {
  readonly FunctionName: string;
  readonly Qualifier: string;
}

interface PutInput extends Qualified {
  readonly ProvisionedConcurrentExecutions: number;
}

interface ListInput extends PageInput {
  readonly FunctionName: string;
}

const PATH = '/2019-09-30/functions/{FunctionName}/provisioned-concurrency';

export const putProvisionedConcurrencyConfig = operation<PutInput, object>({
  name: 'PutProvisionedConcurrencyConfig',
  http: `PUT ${PATH}`,
  status: 202,
  run({ FunctionName, Qualifier, ProvisionedConcurrentExecutions: requested }, context) {
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
});

export const getProvisionedConcurrencyConfig = operation<Qualified, object>({
  name: 'GetProvisionedConcurrencyConfig',
  http: `GET ${PATH}`,
  run({ FunctionName, Qualifier }, context) {
    const { name } = parseFunctionName(FunctionName, context);
    const state = lambdaState(context.cloud, context);
    checkQualifier(state, context, name, Qualifier);
    const provisioned = state.provisioned.get(versionKey(name, Qualifier));
    if (!provisioned) throw provisionedNotFound();
    return provisionedOnWire(provisioned, state, context);
  },
});

export const listProvisionedConcurrencyConfigs = operation<ListInput, object>({
  name: 'ListProvisionedConcurrencyConfigs',
  http: `GET ${PATH}?List=ALL`,
  run(input, context) {
    const { name } = parseFunctionName(input.FunctionName, context);
    const state = lambdaState(context.cloud, context);
    getFunction(state, context, name);
    const all = state.provisioned.values().filter(({ functionName }) => functionName === name);
    const { page, next } = pageOf(all, input);
    return {
      ProvisionedConcurrencyConfigs: page.map((provisioned) => ({
        FunctionArn: functionArn(context, name, provisioned.qualifier),
        ...provisionedOnWire(provisioned, state, context),
      })),
      ...(next !== undefined && { NextMarker: next }),
    };
  },
});

export const deleteProvisionedConcurrencyConfig = operation<Qualified, void>({
  name: 'DeleteProvisionedConcurrencyConfig',
  http: `DELETE ${PATH}`,
  status: 204,
  run({ FunctionName, Qualifier }, context) {
    const { name } = parseFunctionName(FunctionName, context);
    const state = lambdaState(context.cloud, context);
    checkQualifier(state, context, name, Qualifier);
    state.provisioned.delete(versionKey(name, Qualifier));
    state.transitions.forget(context, 'provisioned', versionKey(name, Qualifier));
  },
});
