/** CreateAlias, GetAlias, ListAliases, UpdateAlias, DeleteAlias. */
import { checkRevision, conflict, notFound } from '../../../state/functions/errors.ts';
import { aliasesOf, getAlias, getFunction } from '../../../state/functions/lookup.ts';
import { type Alias, functionArn, lambdaState, policyKey, versionKey } from '../../../state/functions/model.ts';
import { aliasOnWire, checkTarget, readWeights } from '../alias-rules.ts';
import { parseFunctionName } from '../function-name.ts';
import { operation } from '../operation.ts';
import { page } from '../page.ts';

export const createAlias = operation('CreateAlias', (input, context) => {
  const { name } = parseFunctionName(input.FunctionName, context);
  const state = lambdaState(context.cloud, context);
  const key = versionKey(name, input.Name);
  if (state.aliases.has(key)) throw conflict(`Alias already exists: ${functionArn(context, name, input.Name)}`);
  const weights = readWeights(input.RoutingConfig, undefined);
  const alias: Alias = {
    functionName: name,
    name: input.Name,
    functionVersion: input.FunctionVersion,
    description: input.Description ?? '',
    weights,
    revisionId: context.cloud.ids.uuid(),
  };
  checkTarget(state, context, alias);
  state.aliases.put(key, alias);
  return aliasOnWire(alias, context);
});

export const getAliasOperation = operation('GetAlias', (input, context) => {
  const { name } = parseFunctionName(input.FunctionName, context);
  return aliasOnWire(getAlias(lambdaState(context.cloud, context), context, name, input.Name), context);
});

export const listAliases = operation('ListAliases', (input, context) => {
  const { name } = parseFunctionName(input.FunctionName, context);
  const state = lambdaState(context.cloud, context);
  getFunction(state, context, name);
  const wanted = aliasesOf(state, name).filter(
    ({ functionVersion }) => input.FunctionVersion === undefined || functionVersion === input.FunctionVersion,
  );
  const { items, next } = page(wanted, input);
  return {
    Aliases: items.map((alias) => aliasOnWire(alias, context)),
    NextMarker: next,
  };
});

export const updateAlias = operation('UpdateAlias', (input, context) => {
  const { name } = parseFunctionName(input.FunctionName, context);
  const state = lambdaState(context.cloud, context);
  const current = state.aliases.get(versionKey(name, input.Name));
  // The text differs from that of a read (LocalStack, `test_non_existent_alias_update`).
  if (!current) throw notFound(`Alias not found: ${functionArn(context, name, input.Name)}`);
  checkRevision(input.RevisionId, current.revisionId, 'GetFunction/GetAlias');
  const weights = readWeights(input.RoutingConfig, current.weights);
  const alias: Alias = {
    ...current,
    functionVersion: input.FunctionVersion ?? current.functionVersion,
    description: input.Description ?? current.description,
    weights,
    revisionId: context.cloud.ids.uuid(),
  };
  checkTarget(state, context, alias);
  state.aliases.put(versionKey(name, input.Name), alias);
  return aliasOnWire(alias, context);
});

/** Deleting a missing alias succeeds; the alias's policy, provisioned concurrency and URL are deleted, too. */
export const deleteAlias = operation('DeleteAlias', (input, context) => {
  const { name } = parseFunctionName(input.FunctionName, context);
  const state = lambdaState(context.cloud, context);
  getFunction(state, context, name);
  state.aliases.delete(versionKey(name, input.Name));
  state.policies.delete(policyKey(name, input.Name));
  state.provisioned.delete(versionKey(name, input.Name));
  state.urls.delete(policyKey(name, input.Name));
});
