/** CreateModel, GetModel, GetModels, UpdateModel, DeleteModel. */
import { notImplemented } from '../../../cloud/aws-error.ts';
import { isShallow, MAX_DOCUMENT_NESTING } from '../../../cloud/nesting.ts';
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import { isPlainObject } from '../../../cloud/plain-object.ts';
import type { ApiDefinition, Model } from '../../../state/apis/model.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import { newShortId } from '../identifiers.ts';
import { compact, entryOf, flag, type Members, nonEmpty, requiredText, text } from '../members.ts';
import { page } from '../paging.ts';
import { applyPatch } from '../patch/patch.ts';
import { listingPaths } from '../patch/refusals.ts';
import { textField } from '../patch/rules.ts';
import { definitions, editDefinition, requireDefinition } from '../state.ts';
import { invalidModel, schemaFaults } from './schema-faults.ts';

const PATH = '/restapis/{restApiId}/models/{modelName}';

export const createModel = operation({
  name: 'CreateModel',
  http: 'POST /restapis/{restApiId}/models',
  status: 201,
  run: (input: Members, context) =>
    editDefinition(context, requiredText(input, 'restApiId'), (definition) => {
      const name = requiredText(input, 'name');
      if (!name) throw badRequest('Model name must be non-empty');
      if (!/^[A-Za-z0-9]+$/.test(name)) throw badRequest(`Model name must be alphanumeric: ${name}`);
      if (entryOf(definition.models, name)) throw conflict('Model name already exists for this REST API');
      const model: Model = compact({
        id: newShortId(context),
        name,
        description: nonEmpty(text(input, 'description')),
        contentType: requiredText(input, 'contentType'),
        schema: checkedSchema(text(input, 'schema')),
      });
      definition.models[name] = model;
      return model;
    }),
});

/** The schema must be non-empty JSON (recorded for no schema and an empty one: test_model_validation). */
function checkedSchema(schema: string | undefined): string {
  if (!schema) throw badRequest('Model schema must have at least 1 property or array items defined');
  const faults = schemaFaults(parsed(schema));
  if (faults.length > 0) throw invalidModel(faults);
  return schema;
}

/** Returns `undefined`, which is no schema, for a text that is not JSON, or is nested too deeply. */
function parsed(schema: string): unknown {
  try {
    const value: unknown = JSON.parse(schema);
    return isPlainObject(value) && isShallow(value, MAX_DOCUMENT_NESTING) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const getModel = operation({
  name: 'GetModel',
  http: `GET ${PATH}`,
  run(input: Members, context) {
    if (flag(input, 'flatten')) throw notImplemented('GetModel with flatten');
    return modelOf(definitions(context).get(requiredText(input, 'restApiId')), input);
  },
});

export const getModels = operation({
  name: 'GetModels',
  http: 'GET /restapis/{restApiId}/models',
  run(input: Members, context) {
    const definition = requireDefinition(context, requiredText(input, 'restApiId'));
    return page(Object.values(definition.models), (model) => model.id, input);
  },
});

const table = listingPaths<Model>([textField('description'), textField('schema')]);

export const updateModel = operation({
  name: 'UpdateModel',
  http: `PATCH ${PATH}`,
  run: (input: Members, context) =>
    editFor(context, input, (definition) => {
      const updated = applyPatch(table, modelOf(definition, input), input);
      checkedSchema(updated.schema);
      definition.models[updated.name] = updated;
      return updated;
    }),
});

export const deleteModel = operation({
  name: 'DeleteModel',
  http: `DELETE ${PATH}`,
  status: 202,
  run: (input: Members, context) =>
    editFor(context, input, (definition) => {
      const { name } = modelOf(definition, input);
      refuseUsed(definition, name);
      delete definition.models[name];
    }),
});

/** A model of an unknown API is reported as an unknown model (recorded: test_model_validation, test_update_model). */
function editFor<R>(context: OperationContext, input: Members, edit: (definition: ApiDefinition) => R): R {
  const restApiId = requiredText(input, 'restApiId');
  modelOf(definitions(context).get(restApiId), input);
  return editDefinition(context, restApiId, edit);
}

function modelOf(definition: ApiDefinition | undefined, input: Members): Model {
  const name = requiredText(input, 'modelName');
  const model = entryOf(definition?.models, name);
  if (!model) throw notFound(`Invalid model name specified: ${name}`);
  return model;
}

/**
 * The message names the newest resource; path and method are joined by `/`, so the root's method is `//ANY` [recorded].
 */
function refuseUsed(definition: ApiDefinition, name: string): void {
  for (const { path, resourceMethods = {} } of Object.values(definition.resources).reverse()) {
    for (const { httpMethod, requestModels = {}, methodResponses = {} } of Object.values(resourceMethods)) {
      const inResponse = Object.values(methodResponses).some(({ responseModels = {} }) =>
        Object.values(responseModels).includes(name),
      );
      const where = Object.values(requestModels).includes(name) ? 'request' : inResponse ? 'response' : undefined;
      if (where)
        throw conflict(`Cannot delete model '${name}', is referenced in method ${where}: ${path}/${httpMethod}`);
    }
  }
}
