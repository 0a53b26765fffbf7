/**
 * Compiles the models of a definition: the request schemas and the schemas that they refer to, with names that API
 * Gateway accepts. Pure.
 */
import type { Path } from '../../config/problem.ts';
import { isObject, type Json, objectOf } from '../model/json.ts';
import { isJson } from '../model/media-types.ts';
import type { Body, Operation } from '../model/operations.ts';
import { componentSchemas, deref, schemaName } from '../model/references.ts';
import { type SanitiseOptions, sanitiseSchema } from './sanitise-schema.ts';
import { exactness } from './schema-exactness.ts';

export interface Models {
  /** Draft-04 schemas by model name. */
  readonly schemas: Record<string, Json>;
  /** Returns the model of an operation's body, by operation ID and content type. */
  modelOf(operationId: string, contentType: string): string | undefined;
}

/** Called for each constraint that is lost. `path` is the place in the document, if it has one. */
export type OnDropped = (path: Path, keyword: string) => void;

type WithBody = Pick<Operation, 'operationId' | 'at' | 'body'>;

/** Returns the content types that a model can validate, which are JSON, with their schemas. */
export function validatedMedia(body: Body | undefined): { contentType: string; schema: Json }[] {
  return (body?.media ?? []).flatMap(({ type, schema }) =>
    isJson(type) && isObject(schema) ? [{ contentType: type, schema }] : [],
  );
}

/**
 * Compiles models for the bodies that API Gateway validates, which are the required ones. Response schemas are never
 * sent.
 */
export function requestModels(document: Json, operations: readonly WithBody[], dropped?: OnDropped): Models {
  const components = componentSchemas(document);
  const names = modelNames(Object.keys(components));
  const modelName = (schema: string) => names.get(schema) ?? schema;
  const taken = new Set(names.values());
  const schemas: Record<string, Json> = {};
  const models = new Map<string, string>();
  const isExact = exactness(components);
  const isReadOnly = (schema: unknown) => deref(document, schema)?.readOnly === true;
  const options = (path: Path): SanitiseOptions => ({
    modelName: add,
    isExact,
    isReadOnly,
    ...(dropped && { dropped: (at, word) => dropped([...path, ...at], word) }),
  });

  /**
   * Models that have a name but no schema yet. Schemas may refer to each other in chains longer than the call stack.
   */
  const pending: string[] = [];
  const add = (name: string): string => {
    const model = modelName(name);
    if (!Object.hasOwn(schemas, model) && isObject(components[name])) {
      schemas[model] = {};
      pending.push(name);
    }
    return model;
  };

  for (const operation of operations) {
    if (!operation.body?.required) continue;
    for (const { contentType, schema } of validatedMedia(operation.body)) {
      const name = schemaName(schema);
      const model = name === undefined ? unique(`${pascal(operation.operationId)}Body`, taken) : add(name);
      if (name === undefined) {
        const path = [...operation.at, 'requestBody', 'content', contentType, 'schema'];
        schemas[model] = sanitiseSchema(schema, options(path));
      }
      models.set(`${operation.operationId} ${contentType}`, model);
    }
  }
  for (const name of pending) {
    schemas[modelName(name)] = sanitiseSchema(objectOf(components[name]), options(['components', 'schemas', name]));
  }
  return { schemas, modelOf: (operationId, contentType) => models.get(`${operationId} ${contentType}`) };
}

/**
 * Model names have only letters and digits (docs/aws/import.md). Other schemas get a new name, which is always the
 * same.
 */
export function modelNames(schemas: readonly string[]): Map<string, string> {
  const valid = new Set(schemas.filter((name) => /^[A-Za-z0-9]+$/.test(name)));
  const taken = new Set(valid);
  return new Map(schemas.map((name) => [name, valid.has(name) ? name : unique(pascal(name), taken)]));
}

function pascal(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('') || 'Model';
}

/** Returns `name`, or `name` with the first free number, and marks it as taken. */
function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name}${n}`;
  taken.add(free);
  return free;
}
