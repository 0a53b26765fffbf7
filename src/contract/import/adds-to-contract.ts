/**
 * Whether an imported operation contains anything that the contract lacks. API Gateway stores only a part of a
 * contract. An export of a stage is only that part, so importing it must not remove the rest. Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import { type Models, validatedMedia } from '../compile/models.ts';
import { requirementsOf, schemesOf } from '../model/access.ts';
import { type Json, listOf, objectOf } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { isMappable, parameterEntries } from '../model/parameters.ts';
import { deref } from '../model/references.ts';
import { hasSameContent, type Part } from './same-content.ts';

export interface OperationInDocument {
  readonly document: Json;
  /** The models of all operations in the document. */
  readonly models: Models;
  readonly operation: Operation;
}

export function addsToContract(imported: OperationInDocument, present: OperationInDocument): boolean {
  if (hasSameContent(selfContained(imported), selfContained(present))) return false;
  return !isBare(imported) || !hasSameContent(view(imported), view(present));
}

/** The operation with everything that it inherits from its path and from the root. */
function selfContained({ document, operation: { written } }: OperationInDocument): Part {
  const { item, operation } = written;
  const schemes = schemesOf(document);
  const security = requirementsOf(document, operation).map((requirement) =>
    Object.entries(objectOf(requirement)).map(([name, scopes]) => [schemes[name], scopes]),
  );
  const parameters = parameterEntries(document, item, operation).map(({ raw }) => raw);
  return { document, value: { ...operation, parameters, security } };
}

/** Whether the operation contains only what API Gateway stores: parameter names, models, who may call. */
function isBare({ document, operation: { written } }: OperationInDocument): boolean {
  const { operation } = written;
  const parameters = listOf(operation.parameters).map((parameter) => objectOf(deref(document, parameter)));
  const known = ['operationId', 'parameters', 'requestBody', 'responses', 'security'];
  return (
    Object.keys(operation).every((name) => known.includes(name)) &&
    parameters.every(({ schema }) => isDeepStrictEqual(schema, { type: 'string' })) &&
    Object.values(objectOf(operation.responses)).every((response) => objectOf(response).content === undefined)
  );
}

/** The operation in the form that API Gateway stores. */
function view({ models, operation }: OperationInDocument): Part {
  const { access, body, operationId, parameters } = operation;
  const value = {
    operationId,
    key: access.key,
    authorizer: access.authorizer?.kind,
    parameters: parameters
      .filter(isMappable)
      .map(({ name, in: place, required }) => `${place} ${name} ${required}`)
      .sort(),
    body: validatedMedia(body).map(({ contentType }) => {
      const model = models.modelOf(operationId, contentType);
      return [contentType, model === undefined ? undefined : models.schemas[model]];
    }),
  };
  return { document: { components: { schemas: models.schemas } }, value };
}
