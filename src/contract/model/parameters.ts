/** The parameters of an operation: its own, those of its path, and how their values are written. Pure and total. */

import { OPERATION_KEYS } from '../../naming/methods.ts';
import { examplesOf, type Schema, schemaOf } from './content.ts';
import { isObject, type Json, listOf, objectOf, textOf } from './json.ts';
import { isJson } from './media-types.ts';
import { pathParameters, type WrittenOperation } from './paths.ts';
import { deref } from './references.ts';

const LOCATIONS = ['path', 'query', 'header', 'cookie'] as const;

export type ParameterLocation = (typeof LOCATIONS)[number];

export interface Parameter {
  readonly name: string;
  readonly in: ParameterLocation;
  readonly required: boolean;
  readonly description?: string;
  /** Without one in the contract, any value is valid. */
  readonly schema: Schema;
  readonly examples: readonly unknown[];
  /** The separator of list values; absent if the name is repeated for each value. */
  readonly separator?: string;
  /** Whether each property of an object is a query parameter of its own, as in `filter[color]=red`. */
  readonly deep: boolean;
  /** Whether the value is written as JSON: the parameter has `content` of such a type. */
  readonly json: boolean;
}

export const isParameterLocation = (place: unknown): place is ParameterLocation =>
  LOCATIONS.some((each) => each === place);

/** Equal keys mean the same parameter. Names of headers are case-insensitive (RFC 9110, section 5.1). */
export function parameterKey({ in: place, name }: Pick<Parameter, 'in' | 'name'>): string {
  return `${place} ${place === 'header' ? name.toLowerCase() : name}`;
}

/** Whether API Gateway knows the parameter. The handler checks the others (docs/aws/import.md). */
export function isMappable({ in: place, name }: Pick<Parameter, 'in' | 'name'>): boolean {
  return place === 'path' || (place !== 'cookie' && /^[A-Za-z0-9._$-]+$/.test(name));
}

interface Entry {
  readonly key: string;
  /** The node in the list, which may be a reference. */
  readonly raw: unknown;
  readonly parameter: Json & { readonly name: string; readonly in: ParameterLocation };
}

/** Returns the entries of an operation and of its path item. The operation's replace those of the path item. */
export function parameterEntries(document: Json, item: Json, operation: Json): Entry[] {
  const entries = [item, operation].flatMap(({ parameters }) => entriesOf(document, parameters));
  return [...new Map(entries.map((entry) => [entry.key, entry])).values()];
}

/** Returns the path item with its shared parameters in each operation, except in those whose keys are in `apart`. */
export function withOwnParameters(
  document: Json,
  { parameters: shared, ...item }: Json,
  apart: ReadonlySet<string> = new Set(),
): Json {
  if (shared === undefined) return item;
  const members = Object.entries(item).map(([key, value]) => {
    if (!OPERATION_KEYS.includes(key) || !isObject(value) || apart.has(key)) return [key, value];
    const own = new Set(entriesOf(document, value.parameters).map((entry) => entry.key));
    const replaced = new Set(entriesOf(document, shared).flatMap((entry) => (own.has(entry.key) ? [entry.raw] : [])));
    const kept = listOf(shared).filter((raw) => !replaced.has(raw));
    return [key, { ...value, parameters: [...kept, ...listOf(value.parameters)] }];
  });
  return Object.fromEntries(members);
}

/** Leaves out entries without a name or a place, which the lint rejects. */
function entriesOf(document: Json, list: unknown): Entry[] {
  return listOf(list).flatMap((raw) => {
    const parameter = deref(document, raw);
    const [name, place] = [textOf(parameter?.name), parameter?.in];
    if (!parameter || name === undefined || !isParameterLocation(place)) return [];
    return [{ key: parameterKey({ in: place, name }), raw, parameter: { ...parameter, name, in: place } }];
  });
}

/** Returns the parameters, and the path's variables that no entry describes. Those are strings. */
export function parametersOf(document: Json, { path, item, operation }: WrittenOperation): Parameter[] {
  const entries = parameterEntries(document, item, operation);
  const declared = new Set(entries.map(({ key }) => key));
  const undeclared = [...new Set(pathParameters(path))]
    .map((name) => ({ name, in: 'path' as const, schema: { type: 'string' } }))
    .filter((parameter) => !declared.has(parameterKey(parameter)));
  return [...entries.map(({ parameter }) => parameter), ...undeclared].map((parameter) =>
    parameterOf(document, parameter),
  );
}

function parameterOf(document: Json, parameter: Entry['parameter']): Parameter {
  const { name, in: place, content } = parameter;
  const [type, media] = Object.entries(objectOf(content)).find(([, each]) => isObject(each)) ?? [];
  const description = textOf(parameter.description);
  const separator = separatorOf(parameter);
  const examples = [...examplesOf(document, parameter), ...examplesOf(document, objectOf(media))];
  return {
    name,
    in: place,
    required: place === 'path' || parameter.required === true,
    ...(description !== undefined && { description }),
    schema: schemaOf(isObject(media) ? media : parameter) ?? {},
    examples: examples.map(({ value }) => value),
    ...(separator !== undefined && { separator }),
    deep: place === 'query' && parameter.style === 'deepObject',
    json: type !== undefined && isJson(type),
  };
}

/**
 * Returns the separator that `style` and `explode` mean, with their defaults. Only in a query and in cookies does
 * `explode` repeat the name, and it is the default of the style `form`.
 */
function separatorOf({ in: place, style, explode }: Entry['parameter']): string | undefined {
  const repeats = explode ?? (style === undefined || style === 'form');
  if ((place === 'query' || place === 'cookie') && repeats !== false) return undefined;
  if (style === 'spaceDelimited') return ' ';
  return style === 'pipeDelimited' ? '|' : ',';
}
