/** Create, Get, Update, Delete and ListFunctionUrlConfig(s): the HTTPS endpoint of a function or an alias. */
import { notImplemented } from '../../../cloud/aws-error.ts';
import type { Scope } from '../../../cloud/cloud.ts';
import type { FunctionUrlConfig } from '../../../models/lambda.ts';
import { lambdaTime } from '../../../state/functions/configuration.ts';
import { conflict, notFound } from '../../../state/functions/errors.ts';
import { getFunction, qualifierExists } from '../../../state/functions/lookup.ts';
import {
  type FunctionUrl,
  functionArn,
  type LambdaState,
  lambdaState,
  policyKey,
} from '../../../state/functions/model.ts';
import { type FunctionReference, parseFunctionName } from '../function-name.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';

/** Characters of the ID, which AWS makes of lower-case letters and digits. */
const ID_LENGTH = 32;

export const createFunctionUrlConfig = operation('CreateFunctionUrlConfig', (input, context) => {
  refuseStreams(input.InvokeMode);
  const target = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const state = lambdaState(context.cloud, context);
  const { name, qualifier } = target;
  if (!state.functions.has(name) || !qualifierExists(state, name, qualifier)) {
    throw notFound('Function does not exist');
  }
  const key = policyKey(name, qualifier);
  if (state.urls.has(key)) {
    throw conflict(
      `Failed to create function url config for [functionArn = ${functionArn(context, name, qualifier)}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    );
  }
  const now = lambdaTime(context.cloud.clock.now());
  const url: FunctionUrl = {
    functionName: name,
    ...(qualifier !== undefined && { qualifier }),
    urlId: context.cloud.ids.short(ID_LENGTH),
    authType: input.AuthType,
    ...(input.Cors && { cors: input.Cors }),
    created: now,
    lastModified: now,
  };
  state.urls.put(key, url);
  const { LastModifiedTime: _, ...created } = onWire(url, context);
  return created;
});

export const getFunctionUrlConfig = operation('GetFunctionUrlConfig', (input, context) => {
  const target = parseFunctionName(input.FunctionName, context, input.Qualifier);
  return onWire(existing(lambdaState(context.cloud, context), target), context);
});

/** `Cors` replaces the whole setting, and without it the setting stays as it is. */
export const updateFunctionUrlConfig = operation('UpdateFunctionUrlConfig', (input, context) => {
  refuseStreams(input.InvokeMode);
  const target = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const state = lambdaState(context.cloud, context);
  const current = existing(state, target);
  const url: FunctionUrl = {
    ...current,
    authType: input.AuthType ?? current.authType,
    ...(input.Cors && { cors: input.Cors }),
    lastModified: lambdaTime(context.cloud.clock.now()),
  };
  state.urls.put(policyKey(target.name, target.qualifier), url);
  return onWire(url, context);
});

export const deleteFunctionUrlConfig = operation('DeleteFunctionUrlConfig', (input, context) => {
  const target = parseFunctionName(input.FunctionName, context, input.Qualifier);
  const state = lambdaState(context.cloud, context);
  existing(state, target);
  state.urls.delete(policyKey(target.name, target.qualifier));
});

export const listFunctionUrlConfigs = operation('ListFunctionUrlConfigs', (input, context) => {
  const { name } = parseFunctionName(input.FunctionName, context);
  const state = lambdaState(context.cloud, context);
  getFunction(state, context, name);
  const all = state.urls.values().filter(({ functionName }) => functionName === name);
  const { items, next } = page(all, input);
  return { FunctionUrlConfigs: items.map((url) => onWire(url, context)), NextMarker: next };
});

function existing(state: LambdaState, { name, qualifier }: FunctionReference): FunctionUrl {
  const found = state.urls.get(policyKey(name, qualifier));
  if (!found) throw notFound('The resource you requested does not exist.');
  return found;
}

/** The data plane of the embedded cloud sends no streams. */
function refuseStreams(mode: string | undefined): void {
  if (mode === 'RESPONSE_STREAM') throw notImplemented('function URLs with InvokeMode RESPONSE_STREAM');
}

function onWire({ functionName, qualifier, urlId, ...url }: FunctionUrl, scope: Scope): FunctionUrlConfig {
  return {
    FunctionUrl: `https://${urlId}.lambda-url.${scope.region}.on.aws/`,
    FunctionArn: functionArn(scope, functionName, qualifier),
    CreationTime: url.created,
    LastModifiedTime: url.lastModified,
    Cors: url.cors,
    AuthType: url.authType,
    InvokeMode: 'BUFFERED',
  };
}
