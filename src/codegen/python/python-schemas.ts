/**
 * The schemas of a Python handler as one JSON document: translated to JSON Schema, with the Python patterns that they
 * need. Schemas that the validator in `templates/generated/files/python` does not support are rejected by name.
 */
import { isObject, type Json } from '../../contract/model/json.ts';
import { componentSchemas, schemaName } from '../../contract/model/references.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { mapSchemas, toJsonSchema } from '../operations/json-schema.ts';
import type { Check } from '../typescript/contract-module.ts';
import { toPythonPattern, UntranslatablePattern } from './python-pattern.ts';

export interface PythonSchemas {
  /** The schemas of requests; `checks` contains them by their index. */
  whole: SchemaDocument;
  /** The schemas of requests that change some fields, without defaults. */
  partial: SchemaDocument;
  /** Maps a pattern of the contract to Python's. */
  patterns: Record<string, string>;
  /** Maps a format that is only a pattern to Python's pattern. */
  formats: Record<string, string>;
}

interface SchemaDocument {
  components: { schemas: Json };
  checks: unknown[];
}

/** Keywords of JSON Schema 2020-12 that constrain values and that the validator does not support. */
const UNKNOWN = ['unevaluatedProperties', 'unevaluatedItems', 'dependentSchemas', '$dynamicRef', '$anchor', '$id'];

/** Keywords whose values are data, and keywords whose members are schemas with the user's names. */
const DATA = new Set(['const', 'default', 'enum', 'examples']);
const MAPS = new Set(['$defs', 'definitions', 'patternProperties', 'properties']);

/** Formats that formats.py implements, and one that only JavaScript could check. */
const CODED = new Set(['date', 'time', 'date-time', 'iso-time', 'iso-date-time', 'uri', 'byte', 'int32', 'int64']);
const ONLY_JAVASCRIPT = 'regex';

/** @throws ApikitError `InvalidSchema` if Python would check something different from the contract. */
export async function pythonSchemas(document: Json, checks: readonly Check[]): Promise<PythonSchemas> {
  const { fullFormats } = await import('../ajv.ts');
  const known: Readonly<Record<string, unknown>> = fullFormats;
  const patterns: Record<string, string> = {};
  const formats: Record<string, string> = {};
  const documentOf = (partial: boolean): SchemaDocument => {
    const translate = toJsonSchema({ defaults: !partial });
    const all = mapSchemas(componentSchemas(document), translate) as Json;
    const mine = checks.filter((check) => check.partial === partial);
    const translated = mine.map((check) => ({ subject: check.subject, schema: translate(check.schema) }));
    const needed = new Map<string, unknown>();
    const visit = (schema: unknown, subject: string) => {
      for (const { keyword, value } of keywordsIn(schema)) {
        if (UNKNOWN.includes(keyword)) throw refused(subject, `the keyword ${keyword}`);
        for (const pattern of patternsOf(keyword, value)) patterns[pattern] = patternFor(subject, pattern);
        if (keyword === 'format' && typeof value === 'string' && !CODED.has(value)) {
          const format = Object.hasOwn(known, value) ? known[value] : undefined;
          if (value === ONLY_JAVASCRIPT) throw refused(subject, `the format ${value}`);
          if (format instanceof RegExp) formats[value] = toPythonPattern(format);
        }
        if (keyword !== '$ref' || typeof value !== 'string') continue;
        const name = schemaName({ $ref: value });
        if (name === undefined) throw refused(subject, `the reference ${value}`);
        if (needed.has(name)) continue;
        needed.set(name, all[name]);
        visit(all[name], subject);
      }
    };
    for (const { schema, subject } of translated) visit(schema, subject);
    const schemas = Object.fromEntries([...needed].sort(([a], [b]) => (a < b ? -1 : 1)));
    return { components: { schemas }, checks: translated.map(({ schema }) => schema) };
  };
  return { whole: documentOf(false), partial: documentOf(true), patterns, formats };
}

/** Returns every keyword in a schema and in its nested schemas. */
function* keywordsIn(schema: unknown): Generator<{ keyword: string; value: unknown }> {
  if (Array.isArray(schema)) {
    for (const each of schema) yield* keywordsIn(each);
  } else if (isObject(schema)) {
    for (const [keyword, value] of Object.entries(schema)) {
      yield { keyword, value };
      if (DATA.has(keyword)) continue;
      yield* keywordsIn(MAPS.has(keyword) && isObject(value) ? Object.values(value) : value);
    }
  }
}

function patternsOf(keyword: string, value: unknown): string[] {
  if (keyword === 'pattern' && typeof value === 'string') return [value];
  return keyword === 'patternProperties' && isObject(value) ? Object.keys(value) : [];
}

function patternFor(subject: string, pattern: string): string {
  try {
    return toPythonPattern(new RegExp(pattern, 'u'));
  } catch (cause) {
    if (cause instanceof UntranslatablePattern) throw refused(subject, `${cause.message} in the pattern ${pattern}`);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ApikitError('InvalidSchema', `${subject} has a schema that cannot be compiled: ${reason}.`, {
      hint: 'Correct the schema in the contract and try again.',
      exitCode: EXIT.usage,
      cause,
    });
  }
}

function refused(subject: string, what: string): ApikitError {
  return new ApikitError(
    'InvalidSchema',
    `${subject} has ${what}, which the validator of Python handlers does not support.`,
    {
      hint: 'Express it differently in the contract, or write the handler in TypeScript.',
      exitCode: EXIT.usage,
    },
  );
}
