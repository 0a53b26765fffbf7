/**
 * Turns a bundled Swagger 2.0 document into the form of 3.0: bodies and forms become request bodies, response schemas
 * get their content types, and host and basePath become a server. Origins stay. Pure.
 */

import { OPERATION_KEYS } from '../../naming/methods.ts';
import { isObject, type Json, listOf, objectOf, textOf } from '../model/json.ts';
import { deref } from '../model/references.ts';
import type { Reading } from './reading.ts';
import { upgradeParameter, upgradeResponse, upgradeScheme } from './upgrade-v2-parts.ts';

const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data';
/** Members of a 2.0 document that 3.0 does not have. */
const GONE = ['swagger', 'host', 'basePath', 'schemes', 'consumes', 'produces'];

export function upgradeV2(document: Json, reading: Reading): Json {
  const { keep, make } = moves(reading);
  const { consumes, produces } = document;
  const components = objectOf(document.components);
  const made = keep(document, { openapi: '3.0.3', ...without(document, GONE), ...servers(document) });
  const each = (members: unknown, change: (value: Json) => Json): Json =>
    isObject(members)
      ? keep(
          members,
          Object.fromEntries(Object.entries(members).map(([k, v]) => [k, isObject(v) ? keep(v, change(v)) : v])),
        )
      : {};

  made.components = make(document, {
    ...components,
    parameters: each(
      Object.fromEntries(Object.entries(objectOf(components.parameters)).filter(([, value]) => !isBody(value))),
      upgraded,
    ),
    responses: each(components.responses, (response) => upgradeResponse(response, typesOf(produces))),
    securitySchemes: each(components.securitySchemes, upgradeScheme),
  });
  if (isObject(document.paths)) {
    const items = Object.entries(document.paths).map(([path, item]) => [
      path,
      isObject(item) && path.startsWith('/') ? upgradeItem(item) : item,
    ]);
    made.paths = keep(document.paths, Object.fromEntries(items));
  }
  return made;

  function upgradeItem(item: Json): Json {
    const { rest, bodies } = split(listOf(item.parameters));
    const change: Json = { ...item };
    if (Array.isArray(item.parameters)) change.parameters = keep(item.parameters, rest);
    for (const method of OPERATION_KEYS) {
      const operation = item[method];
      if (isObject(operation)) change[method] = upgradeOperation(operation, bodies);
    }
    return keep(item, change);
  }

  function upgradeOperation(operation: Json, shared: Json[]): Json {
    const { rest, bodies } = split(listOf(operation.parameters));
    const change = without(operation, ['consumes', 'produces', 'schemes']);
    if (Array.isArray(operation.parameters)) change.parameters = keep(operation.parameters, rest);
    const own = new Set(bodies.map(({ name }) => name));
    const hasBody = bodies.some((parameter) => parameter.in === 'body');
    const inherited = shared.filter(({ name, in: place }) => !own.has(name) && !(hasBody && place === 'body'));
    const all = [...bodies, ...inherited];
    if (all.length > 0) change.requestBody = requestBody(all, typesOf(operation.consumes ?? consumes));
    if (isObject(operation.responses)) {
      const types = typesOf(operation.produces ?? produces);
      change.responses = each(operation.responses, (response) =>
        isReference(response) ? response : upgradeResponse(response, types),
      );
    }
    return keep(operation, change);
  }

  /** The schema has the same origin as the parameter itself. */
  function upgraded(raw: Json): Json {
    const parameter = keep(raw, upgradeParameter(raw));
    if (isObject(parameter.schema)) keep(raw, parameter.schema);
    return parameter;
  }

  /** Separates ordinary parameters from those that are a body or a part of a form. */
  function split(parameters: readonly unknown[]): { rest: unknown[]; bodies: Json[] } {
    const rest: unknown[] = [];
    const bodies: Json[] = [];
    for (const raw of parameters) {
      const parameter = deref(document, raw);
      if (parameter && isBody(parameter)) bodies.push(parameter);
      else if (isObject(raw) && !isReference(raw)) rest.push(upgraded(raw));
      else rest.push(raw);
    }
    return { rest, bodies };
  }

  function requestBody(parameters: readonly Json[], types: readonly string[]): Json {
    const body = parameters.find((parameter) => parameter.in === 'body');
    if (body) {
      const content = Object.fromEntries(types.map((type) => [type, { schema: body.schema ?? {} }]));
      const description = textOf(body.description);
      return make(body, {
        ...(description !== undefined && { description }),
        required: body.required === true,
        content,
      });
    }
    const parts = parameters.map((part) => [String(part.name), keep(part, objectOf(upgradeParameter(part).schema))]);
    const required = parameters.filter((part) => part.required === true).map((part) => part.name);
    const schema = {
      type: 'object',
      properties: Object.fromEntries(parts),
      ...(required.length > 0 && { required }),
    };
    const forms = types.filter((type) => type === FORM || type === MULTIPART);
    const fallback = parameters.some((part) => part.type === 'file') ? MULTIPART : FORM;
    const content = Object.fromEntries((forms.length > 0 ? forms : [fallback]).map((type) => [type, { schema }]));
    return make(parameters[0]!, { required: required.length > 0, content });
  }
}

/** Keeps the origins of copies and of new nodes. */
function moves({ origins }: Reading) {
  return {
    keep(from: object, to: Json | unknown[]): Json {
      const origin = origins.get(from);
      if (origin) origins.set(to, origin);
      return to as Json;
    },
    make(from: object, to: Json): Json {
      const origin = origins.get(from);
      if (origin) origins.set(to, { ...origin, made: true });
      return to;
    },
  };
}

function servers({ host, basePath, schemes }: Json): Json {
  if (textOf(host) === undefined && textOf(basePath) === undefined) return {};
  const scheme = textOf(listOf(schemes)[0]) ?? 'https';
  return { servers: [{ url: `${host === undefined ? '' : `${scheme}://${String(host)}`}${textOf(basePath) ?? ''}` }] };
}

const isBody = (value: unknown): boolean => ['body', 'formData'].includes(String(objectOf(value).in));
const isReference = (value: Json): boolean => typeof value.$ref === 'string';

function typesOf(value: unknown): string[] {
  const types = listOf(value).filter((type): type is string => typeof type === 'string');
  return types.length > 0 ? types : [JSON_TYPE];
}

function without(value: Json, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}
