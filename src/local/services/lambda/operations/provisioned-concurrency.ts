/** Put, Get, Delete and ListProvisionedConcurrencyConfig(s). */
import { checkMembers } from '../../../cloud/constraints.ts';
import { operation } from '../../../cloud/operation.ts';
import { lambdaTime } from '../../../state/functions/configuration.ts';
import { getFunction } from '../../../state/functions/lookup.ts';
import { functionArn, lambdaState, versionKey } from '../../../state/functions/model.ts';
import { parsePlainFunctionName } from '../function-name.ts';
import { type PageInput, pageOf } from '../paging.ts';
import {
  checkCapacity,
  checkProvisionable,
  checkQualifier,
  provisionedNotFound,
  provisionedOnWire,
} from '../provisioned-rules.ts';

interface Input extends PageInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly ProvisionedConcurrentExecutions?: number;
  readonly List?: string;
}

const PATH = '/2019-09-30/functions/{FunctionName}/provisioned-concurrency';

export const putProvisionedConcurrencyConfig = operation<Input, object>({
  name: 'PutProvisionedConcurrencyConfig',
  http: `PUT ${PATH}`,
  status: 202,
  run(input, context) {
    checkMembers('ValidationException', [
      ['qualifier', input.Qualifier, { required: true }],
      ['provisionedConcurrentExecutions', input.ProvisionedConcurrentExecutions, { required: true, min: 1 }],
    ]);
    const { name } = parsePlainFunctionName(input.FunctionName, context);
    const state = lambdaState(context.cloud, context);
    const qualifier = input.Qualifier!;
    checkProvisionable(state, context, name, qualifier);
    checkCapacity(state, name, qualifier, input.ProvisionedConcurrentExecutions!);
    const provisioned = {
      functionName: name,
      qualifier,
      requested: input.ProvisionedConcurrentExecutions!,
      lastModified: lambdaTime(context.cloud.clock.now()),
    };
    state.provisioned.put(versionKey(name, qualifier), provisioned);
    return provisionedOnWire(provisioned);
  },
});

/** Two operations of AWS share this path: `?List=ALL` lists, `?Qualifier=` gets one. */
export const getProvisionedConcurrencyConfig = operation<Input, object>({
  name: 'GetProvisionedConcurrencyConfig',
  http: `GET ${PATH}`,
  run(input, context) {
    const { name } = parsePlainFunctionName(input.FunctionName, context);
    const state = lambdaState(context.cloud, context);
    if (input.List === 'ALL') {
      getFunction(state, context, name);
      const all = state.provisioned.values().filter(({ functionName }) => functionName === name);
      const { page, next } = pageOf(all, input);
      return {
        ProvisionedConcurrencyConfigs: page.map((provisioned) => ({
          FunctionArn: functionArn(context, name, provisioned.qualifier),
          ...provisionedOnWire(provisioned),
        })),
        ...(next !== undefined && { NextMarker: next }),
      };
    }
    checkMembers('ValidationException', [['qualifier', input.Qualifier, { required: true }]]);
    checkQualifier(state, context, name, input.Qualifier!);
    const provisioned = state.provisioned.get(versionKey(name, input.Qualifier!));
    if (!provisioned) throw provisionedNotFound();
    return provisionedOnWire(provisioned);
  },
});

export const deleteProvisionedConcurrencyConfig = operation<Input, void>({
  name: 'DeleteProvisionedConcurrencyConfig',
  http: `DELETE ${PATH}`,
  status: 204,
  run(input, context) {
    checkMembers('ValidationException', [['qualifier', input.Qualifier, { required: true }]]);
    const { name } = parsePlainFunctionName(input.FunctionName, context);
    const state = lambdaState(context.cloud, context);
    checkQualifier(state, context, name, input.Qualifier!);
    state.provisioned.delete(versionKey(name, input.Qualifier!));
  },
});
