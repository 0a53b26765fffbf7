/**
 * Turns a schema of the contract into JSON Schema draft-04, which API Gateway's models use (docs/aws/import.md). Pure.
 * The model accepts every value that the contract accepts. Constraints that it cannot express are left out and reported
 * to `dropped`, since then only the handler's validators check them. Keywords that only inform are left out silently.
 */
import type { Path } from '../../config/problem.ts';
import { isObject, type Json, listOf, objectOf } from '../model/json.ts';
import { schemaName } from '../model/references.ts';
import type { IsExact } from './schema-exactness.ts';
import { DRAFT_04_FORMATS, HANDLER_ONLY, MACHINE_FORMATS, PLAIN } from './schema-keywords.ts';

export interface SanitiseOptions {
  /** Returns the model name of a schema in components. */
  readonly modelName: (schema: string) => string;
  /**
   * Whether a model can express a schema exactly. If not, the schema must not stand where a wider schema would reject
   * more values.
   */
  readonly isExact: IsExact;
  /**
   * Whether a property's schema, or the schema that it refers to, is `readOnly`. Clients do not send it, so it is not
   * required.
   */
  readonly isReadOnly: (schema: unknown) => boolean;
  /** Called for each constraint that is lost. `path` is the place in the schema. */
  readonly dropped?: (path: Path, keyword: string) => void;
}

/** Keywords that also decide about null. Without them, `type` alone decides. */
const OF_ANY_TYPE = ['enum', 'const', 'allOf', 'anyOf', 'oneOf', 'not', 'if'];

export function sanitiseSchema(schema: Json, options: SanitiseOptions, path: Path = []): Json {
  const name = schemaName(schema);
  if (name !== undefined) return { $ref: `#/components/schemas/${options.modelName(name)}` };
  const clean: Json = {};
  /** Conditions that draft-04 has no keyword for. */
  const also: Json[] = [];
  for (const [keyword, value] of Object.entries(schema)) {
    Object.assign(clean, sanitiseKeyword(schema, keyword, value, options, [...path, keyword], also));
  }
  const types = typesOf(schema);
  const isNullable = types.includes('null') && types.length > 1;
  if (isNullable && types.length === 2 && !OF_ANY_TYPE.some((keyword) => keyword in schema)) {
    const type = types.find((each) => each !== 'null');
    return withAll({ oneOf: [{ ...clean, type }, { type: 'null' }] }, also);
  }
  if (types.length > 1) also.push({ anyOf: types.map((type) => ({ type })) });
  return withAll(clean, also);
}

/** Returns the types, with null if `nullable` stands beside them. `nullable` alone has no effect (OpenAPI 3.0.3). */
function typesOf({ type, nullable }: Json): string[] {
  const types = [type ?? []].flat().map(String);
  return nullable === true && types.length > 0 && !types.includes('null') ? [...types, 'null'] : types;
}

function withAll(clean: Json, also: readonly Json[]): Json {
  if (also.length === 0) return clean;
  const [only] = also;
  const isFree = also.length === 1 && Object.keys(only!).every((keyword) => !(keyword in clean));
  return isFree ? { ...clean, ...only } : { ...clean, allOf: [...listOf(clean.allOf), ...also] };
}

function sanitiseKeyword(
  schema: Json,
  keyword: string,
  value: unknown,
  options: SanitiseOptions,
  path: Path,
  also: Json[],
): Json | undefined {
  const sub = (each: unknown, where: Path = path): unknown =>
    typeof each === 'boolean' ? constant(each) : isObject(each) ? sanitiseSchema(each, options, where) : each;
  const lost = (word = keyword) => void options.dropped?.(path, word);
  switch (keyword) {
    case 'type':
      return typesOf(schema).length === 1 ? { type: typesOf(schema)[0] } : undefined;
    case 'enum':
      return { enum: valuesOf(schema) };
    case 'const':
      return schema.enum === undefined ? { enum: [value] } : void also.push({ enum: [value] });
    case 'properties':
    case 'patternProperties': {
      const entries = Object.entries(objectOf(value));
      return { [keyword]: Object.fromEntries(entries.map(([name, each]) => [name, sub(each, [...path, name])])) };
    }
    case 'items':
      // Beside prefixItems this keyword applies only to the remaining items, which draft-04 expresses differently.
      return schema.prefixItems === undefined ? { items: sub(value) } : undefined;
    case 'additionalProperties':
      return { additionalProperties: typeof value === 'boolean' ? value : sub(value) };
    case 'allOf':
    case 'anyOf':
      return { [keyword]: listOf(value).map((each, index) => sub(each, [...path, index])) };
    case 'oneOf': {
      const all = listOf(value).map((each, index) => sub(each, [...path, index]));
      if (listOf(value).every(options.isExact)) return { oneOf: all };
      // If the branches become wider, two of them may accept a value that the contract allows only in one.
      lost();
      return schema.anyOf === undefined ? { anyOf: all } : void also.push({ anyOf: all });
    }
    case 'not':
      return options.isExact(value) ? { not: sub(value) } : lost();
    case 'if':
      return condition(schema, options, sub, also) ? undefined : lost();
    case 'then':
    case 'else':
      return undefined;
    case 'required':
      return required(schema, options);
    case 'minimum':
    case 'exclusiveMinimum':
      return lowest(schema);
    case 'maximum':
    case 'exclusiveMaximum':
      return highest(schema);
    case 'minItems':
    case 'maxItems':
      return { [keyword]: value };
    case 'format':
      if (DRAFT_04_FORMATS.has(String(value))) return { format: value };
      return MACHINE_FORMATS.has(String(value)) ? undefined : lost(`format: ${String(value)}`);
    default:
      if (PLAIN.has(keyword)) return { [keyword]: value };
      return HANDLER_ONLY.has(keyword) ? lost() : undefined;
  }
}

/** Draft-04 does not allow true or false as a schema. */
function constant(value: boolean): Json {
  return value ? {} : { not: {} };
}

/** Draft-04 requires distinct values. `nullable` adds null. */
function valuesOf({ enum: values, nullable }: Json): unknown[] {
  const all = nullable === true ? [...listOf(values), null] : listOf(values);
  return [...new Map(all.map((value) => [JSON.stringify(value), value])).values()];
}

/** Translates if, then and else to draft-04. Returns `false` if that would change the condition. */
function condition(
  { if: test, then: yes, else: no }: Json,
  { isExact }: SanitiseOptions,
  sub: (schema: unknown) => unknown,
  also: Json[],
): boolean {
  if (!isExact(test)) return false;
  if (yes !== undefined) also.push({ anyOf: [{ not: sub(test) }, sub(yes)] });
  if (no !== undefined) also.push({ anyOf: [sub(test), sub(no)] });
  return true;
}

/** Draft-04 allows neither an empty list nor repeated names. */
function required({ required: names, properties }: Json, { isReadOnly }: SanitiseOptions): Json | undefined {
  const all = [...new Set(listOf(names))];
  const sent = all.filter((name) => !isReadOnly(own(objectOf(properties), String(name))));
  return sent.length > 0 ? { required: sent } : undefined;
}

const own = (map: Json, name: string): unknown => (Object.hasOwn(map, name) ? map[name] : undefined);

function lowest({ minimum, exclusiveMinimum: open }: Json): Json | undefined {
  if (typeof open === 'number' && (typeof minimum !== 'number' || open >= minimum)) {
    return { minimum: open, exclusiveMinimum: true };
  }
  return minimum === undefined ? undefined : { minimum, ...(open === true && { exclusiveMinimum: true }) };
}

function highest({ maximum, exclusiveMaximum: open }: Json): Json | undefined {
  if (typeof open === 'number' && (typeof maximum !== 'number' || open <= maximum)) {
    return { maximum: open, exclusiveMaximum: true };
  }
  return maximum === undefined ? undefined : { maximum, ...(open === true && { exclusiveMaximum: true }) };
}
