/** The data that the generated code needs to read an operation's parameters from text into typed values. Pure. */
import { type Json, listOf } from '../../contract/model/json.ts';
import type { Parameter, ParameterLocation } from '../../contract/model/parameters.ts';
import { deref } from '../../contract/model/references.ts';

/** Describes how to read one parameter. The generated module contains it. */
export interface ParameterReader {
  in: 'path' | 'query' | 'headers' | 'cookies';
  /** The name in the contract. */
  name: string;
  /** Scalar types in the order of the attempts. A text that matches none stays a text. */
  as: string[];
  /** A list: `true` if the name is repeated for each value, or else the separator of the values. */
  list?: true | string;
  json?: true;
}

const IN = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const satisfies Record<
  ParameterLocation,
  ParameterReader['in']
>;

/** Numbers come before texts: `5` for an integer or a text is a number. */
const ORDER = ['integer', 'number', 'boolean'];

export function parameterReader(document: Json, parameter: Parameter): ParameterReader {
  const { name, schema, separator, json } = parameter;
  const place = IN[parameter.in];
  if (json) return { in: place, name, as: [], json: true };
  const types = typesOf(document, schema);
  if (!types.has('array')) return { in: place, name, as: scalars(types) };
  const as = scalars(typesOf(document, deref(document, schema)?.items));
  return { in: place, name, as, list: separator ?? true };
}

/** Returns the schema of all parameters as one object of objects, which the readers create. */
export function parametersSchema(parameters: readonly Parameter[]): Json {
  const places = Object.values(IN).flatMap((place) => {
    const here = parameters.filter((parameter) => IN[parameter.in] === place);
    if (here.length === 0) return [];
    const required = here.filter((parameter) => parameter.required).map(keyOf);
    const properties = Object.fromEntries(here.map((parameter) => [keyOf(parameter), parameter.schema]));
    return [[place, { type: 'object', properties, ...(required.length > 0 && { required }) }] as const];
  });
  return { type: 'object', properties: Object.fromEntries(places) };
}

/** The names of headers are in lower case. */
export const keyOf = ({ name, in: place }: Parameter): string => (place === 'header' ? name.toLowerCase() : name);

/** The member of the request that contains the parameter. */
export const memberOf = (parameter: Parameter): ParameterReader['in'] => IN[parameter.in];

const scalars = (types: Set<string>): string[] => ORDER.filter((type) => types.has(type));

function typesOf(document: Json, raw: unknown, depth = 0): Set<string> {
  const schema = deref(document, raw);
  if (!schema || depth > 8) return new Set();
  const { type, enum: values, const: only } = schema;
  const own = typeof type === 'string' ? [type] : Array.isArray(type) ? type.map(String) : [];
  const given = [...listOf(values), ...(only === undefined ? [] : [only])].map((value) => typeof value);
  const parts = [schema.allOf, schema.anyOf, schema.oneOf].flatMap(listOf);
  const inner = parts.flatMap((part) => [...typesOf(document, part, depth + 1)]);
  return new Set([...own, ...(own.length === 0 ? given : []), ...inner]);
}
