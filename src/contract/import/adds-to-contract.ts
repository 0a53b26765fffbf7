/**
 * Whether an imported operation says anything that the contract does not say already. API Gateway keeps a part of a contract
 * only; what it exports of a stage is that part, and must not take the rest away. Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Models } from '../compile/models.ts';
import { type Json, listOf, objectOf } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { deref } from '../model/references.ts';
import { hasSameContent, type Part } from './same-content.ts';

export interface Side {
  readonly document: Json;
  /** Of all operations of the document. */
  readonly models: Models;
  readonly operation: Operation;
}

export function addsToContract(imported: Side, present: Side): boolean {
  if (hasSameContent(whole(imported), whole(present))) return false;
  return !isBare(imported) || !hasSameContent(view(imported), view(present));
}

/** With what it has from its path and from the root. */
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

/** Only what API Gateway keeps: names of parameters, models, who may call. */
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

/** As a gateway has it. */
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
