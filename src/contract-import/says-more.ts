/**
 * Whether an imported operation says anything that the contract does not say already. API Gateway keeps a part of a contract
 * only; what it exports of a stage is that part, and must not take the rest away. Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json, listOf, objectOf } from '../contract/json.ts';
import { requestModels } from '../contract/models.ts';
import type { Operation } from '../contract/operations.ts';
import { deref } from '../contract/references.ts';

export interface Side {
  readonly document: Json;
  readonly operation: Operation;
}

export function saysMore(imported: Side, present: Side): boolean {
  if (isDeepStrictEqual(whole(imported), whole(present))) return false;
  return !isBare(imported) || !isDeepStrictEqual(view(imported), view(present));
}

/** With everything that it refers to in place, also what it has from its path and from the root. */
function whole({ document, operation: { path, key } }: Side): unknown {
  const item = objectOf(objectOf(document.paths)[path]);
  const operation = objectOf(item[key]);
  const schemes = objectOf(objectOf(document.components).securitySchemes);
  const security = listOf(operation.security ?? document.security).map((requirement) =>
    Object.entries(objectOf(requirement)).map(([name, scopes]) => [schemes[name], scopes]),
  );
  const parameters = [...listOf(item.parameters), ...listOf(operation.parameters)];
  return inline(document, { ...operation, parameters, security });
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

/** Both sides as a gateway has them. */
function view({ document, operation }: Side): unknown {
  const { access, body, operationId, parameters } = operation;
  const models = requestModels(document, [operation]);
  const schemas = { components: { schemas: models.schemas } };
  return {
    operationId,
    key: access.key,
    authorizer: access.authorizer?.kind,
    parameters: parameters.map(({ name, in: place, required }) => `${place} ${name} ${required}`).sort(),
    body: (body?.schemas ?? []).map(({ contentType }) => {
      const model = models.modelOf(operationId, contentType);
      return [contentType, model === undefined ? undefined : sorted(inline(schemas, models.schemas[model]))];
    }),
  };
}

/** References replaced by what they lead to, as far as that has an end. */
function inline(document: Json, value: unknown, open: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((item) => inline(document, item, open));
  if (!isObject(value)) return value;
  const { $ref } = value;
  if (typeof $ref === 'string')
    return open.includes($ref) ? $ref : inline(document, deref(document, value), [...open, $ref]);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inline(document, item, open)]));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => Number(a > b) - Number(a < b));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
