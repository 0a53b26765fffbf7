/** CreateAlias, GetAlias, ListAliases, UpdateAlias, DeleteAlias. */
import { operation } from '../../../cloud/operation.ts';
import { checkRevision, conflict, notFound } from '../../../state/functions/errors.ts';
import { aliasesOf, getAlias, getFunction } from '../../../state/functions/lookup.ts';
import { type Alias, functionArn, lambdaState, policyKey, versionKey } from '../../../state/functions/model.ts';
import { aliasOnWire, checkTarget, type RoutingInput, readWeights } from '../alias-rules.ts';
import { parseFunctionName } from '../function-name.ts';
import { type PageInput, pageOf } from '../paging.ts';

interface Named {
  readonly FunctionName: string;
  readonly Name: string;
}

interface Settings {
  readonly FunctionVersion?: string;
  readonly Description?: string;
  readonly RoutingConfig?: RoutingInput;
}

export const createAlias = operation<Named & Settings & { readonly FunctionVersion: string }, object>({
  name: 'CreateAlias',
  http: 'POST /2015-03-31/functions/{FunctionName}/aliases',
  status: 201,
  run(input, context) {
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
      ...(weights && { weights }),
      revisionId: context.cloud.ids.uuid(),
    };
    checkTarget(state, context, alias);
    state.aliases.put(key, alias);
    return aliasOnWire(alias, context);
  },
});

export const getAliasOperation = operation<Named, object>({
  name: 'GetAlias',
  http: 'GET /2015-03-31/functions/{FunctionName}/aliases/{Name}',
  run(input, context) {
    const { name } = parseFunctionName(input.FunctionName, context);
    return aliasOnWire(getAlias(lambdaState(context.cloud, context), context, name, input.Name), context);
  },
});

interface ListInput extends PageInput {
  readonly FunctionName: string;
  readonly FunctionVersion?: string;
}

export const listAliases = operation<ListInput, object>({
  name: 'ListAliases',
  http: 'GET /2015-03-31/functions/{FunctionName}/aliases',
  run(input, context) {
    const { name } = parseFunctionName(input.FunctionName, context);
    const state = lambdaState(context.cloud, context);
    getFunction(state, context, name);
    const wanted = aliasesOf(state, name).filter(
      ({ functionVersion }) => input.FunctionVersion === undefined || functionVersion === input.FunctionVersion,
    );
    const { page, next } = pageOf(wanted, input);
    return {
      Aliases: page.map((alias) => aliasOnWire(alias, context)),
      ...(next !== undefined && { NextMarker: next }),
    };
  },
});

export const updateAlias = operation<Named & Settings & { readonly RevisionId?: string }, object>({
  name: 'UpdateAlias',
  http: 'PUT /2015-03-31/functions/{FunctionName}/aliases/{Name}',
  run(input, context) {
    const { name } = parseFunctionName(input.FunctionName, context);
    const state = lambdaState(context.cloud, context);
    const known = state.aliases.get(versionKey(name, input.Name));
    // The text differs from that of a read (LocalStack, `test_non_existent_alias_update`).
    if (!known) throw notFound(`Alias not found: ${functionArn(context, name, input.Name)}`);
    const { weights: currentWeights, ...current } = known;
    checkRevision(input.RevisionId, current.revisionId, 'GetFunction/GetAlias');
    const weights = readWeights(input.RoutingConfig, currentWeights);
    const alias: Alias = {
      ...current,
      functionVersion: input.FunctionVersion ?? current.functionVersion,
      description: input.Description ?? current.description,
      ...(weights && { weights }),
      revisionId: context.cloud.ids.uuid(),
    };
    checkTarget(state, context, alias);
    state.aliases.put(versionKey(name, input.Name), alias);
    return aliasOnWire(alias, context);
  },
});

/** Deleting a missing alias succeeds; the alias's policy and provisioned concurrency are deleted, too. */
export const deleteAlias = operation<Named, void>({
  name: 'DeleteAlias',
  http: 'DELETE /2015-03-31/functions/{FunctionName}/aliases/{Name}',
  status: 204,
  run(input, context) {
    const { name } = parseFunctionName(input.FunctionName, context);
    const state = lambdaState(context.cloud, context);
    getFunction(state, context, name);
    state.aliases.delete(versionKey(name, input.Name));
    state.policies.delete(policyKey(name, input.Name));
    state.provisioned.delete(versionKey(name, input.Name));
  },
});
