/**
 * Whether an imported operation contains anything that the contract lacks. API Gateway stores only a part of a
 * contract. An export of a stage is only that part, so importing it must not remove the rest. Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Models } from '../compile/models.ts';
import { type Json, listOf, objectOf } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { deref } from '../model/references.ts';
import { hasSameContent, type Part } from './same-content.ts';

export interface Side {
  readonly document: Json;
  /** The models of all operations in the document. */
  readonly models: Models;
  readonly operation: Operation;
}

export function addsToContract(imported: Side, present: Side): boolean {
  if (hasSameContent(whole(imported), whole(present))) return false;
  return !isBare(imported) || !hasSameContent(view(imported), view(present));
}

/** The operation with everything that it inherits from its path and from the root. */
function whole({ document, operation: { path, key } }: Side): Part {
  const item = objectOf(objectOf(document.paths)[path]);
  const operation = objectOf(item[key]);
  const schemes = objectOf(objectOf(document.components).securitySchemes);
  const security = listOf(operation.security ?? document.security).map((requirement) =>
    Object.entries(objectOf(requirement)).map(([name, scopes]) => [schemes[name], scopes]),
  );
  const parameters = [...listOf(item.parameters), ...listOf(operation.parameters)];
  return { document, value: { ...operation, parameters, security } };
}

/** Whether the operation contains only what API Gateway stores: parameter names, models, who may call. */
function isBare({ document, operation: { path, key } }: Side): boolean {
  const operation = objectOf(objectOf(objectOf(document.paths)[path])[key]);
  const parameters = listOf(operation.parameters).map((parameter) => objectOf(deref(document, parameter)));
  const known = ['operationId', 'parameters', 'requestBody', 'responses', 'security'];
  return (
    Object.keys(operation).every((name) => known.includes(name)) &&
    parameters.every(({ schema }) => isDeepStrictEqual(schema, { type: 'string' })) &&
    Object.values(objectOf(operation.responses)).every((response) => objectOf(response).content === undefined)
  );
}

/** The operation in the form that API Gateway stores. */
function view({ models, operation }: Side): Part {
  const { access, body, operationId, parameters } = operation;
  const value = {
    operationId,
    key: access.key,
    authorizer: access.authorizer?.kind,
    parameters: parameters.map(({ name, in: place, required }) => `${place} ${name} ${required}`).sort(),
    body: (body?.schemas ?? []).map(({ contentType }) => {
      const model = models.modelOf(operationId, contentType);
      return [contentType, model === undefined ? undefined : models.schemas[model]];
    }),
  };
  return { document: { components: { schemas: models.schemas } }, value };
}
