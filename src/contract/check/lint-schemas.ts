/** Checks schemas for what would make the model of a request body invalid, or weaker than the contract. Pure. */
import type { Path } from '../../config/problem.ts';
import { suggest } from '../../config/suggest.ts';
import { modelNames, requestModels } from '../compile/models.ts';
import { isObject, type Json, listOf, objectOf } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { componentSchemas } from '../model/references.ts';
import { eachSchema } from '../read/each-schema.ts';
import type { Version } from '../read/reading.ts';
import type { ReportFinding } from '../rules/report.ts';
import { endlessSchemas } from './endless-schemas.ts';
import { lintKeywords } from './lint-keywords.ts';
import { doublingSchemas } from './nested-choices.ts';

const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean'];

/** Checks all schemas, also those that only the handler uses. `version` is the OpenAPI version of the contract. */
export function lintSchemas(
  document: Json,
  operations: readonly Operation[],
  version: Version,
  report: ReportFinding,
): void {
  const components = componentSchemas(document);
  const known = { version, isEndless: endlessSchemas(document), doubles: doublingSchemas(document) };
  eachSchema(document, (schema, path) => lintSchema(schema, path, known, report));
  const { schemas } = requestModels(document, operations, (path, keyword) => {
    report('schema-handler', path, `API Gateway cannot check ${keyword}; the handler does.`, { key: true });
  });
  for (const [name, model] of modelNames(Object.keys(components))) {
    if (model === name || !Object.hasOwn(schemas, model)) continue;
    report('model-renamed', ['components', 'schemas', name], `The model of ${name} has the name ${model}.`, {
      key: true,
    });
  }
}

interface Known {
  readonly version: Version;
  readonly isEndless: (schema: Json) => boolean;
  readonly doubles: (schema: Json) => boolean;
}

function lintSchema(schema: unknown, path: Path, known: Known, report: ReportFinding): void {
  const { version, isEndless, doubles } = known;
  if (typeof schema === 'boolean' && (version === '3.1' || path.at(-1) === 'additionalProperties')) return;
  if (!isObject(schema)) {
    report('schema-shape', path, 'This is not a schema.', { key: true });
    return;
  }
  if (schema.$ref !== undefined) return;
  lintType(schema, path, version, report);
  lintKeywords(schema, path, report);
  if (isEndless(schema)) {
    report('schema-endless', path, 'Checking a value against this schema needs too many steps, or never ends.', {
      key: true,
    });
  }
  if (doubles(schema)) {
    const message =
      'The alternatives check nested values several times at each level, so a short body of many levels keeps the function busy until its timeout.';
    report('schema-doubles', path, message, { key: true });
  }
  lintLists(schema, path, report);
  if (schema.type === 'array' && schema.items === undefined && version !== '3.1') {
    report('schema-items', path, 'An array has no items.', { key: true });
  }
  if (
    schema.nullable === true &&
    schema.type === undefined &&
    ['allOf', 'anyOf', 'oneOf'].some((key) => key in schema)
  ) {
    report('schema-nullable', [...path, 'nullable'], 'nullable has no effect without a type beside it.', { key: true });
  }
  if (isObject(schema.discriminator)) {
    const message = 'The discriminator has no effect; validators try all alternatives.';
    report('discriminator-unused', [...path, 'discriminator'], message, { key: true });
  }
  for (const keyword of ['properties', 'patternProperties', 'dependentSchemas']) {
    for (const [name, each] of Object.entries(objectOf(schema[keyword]))) {
      lintSchema(each, [...path, keyword, name], known, report);
    }
  }
  for (const keyword of SINGLE) {
    if (schema[keyword] !== undefined) lintSchema(schema[keyword], [...path, keyword], known, report);
  }
  for (const keyword of ['allOf', 'anyOf', 'oneOf', 'prefixItems']) {
    for (const [index, each] of listOf(schema[keyword]).entries()) {
      lintSchema(each, [...path, keyword, index], known, report);
    }
  }
}

const SINGLE =
  'items not additionalProperties if then else contains propertyNames unevaluatedItems unevaluatedProperties'.split(
    ' ',
  );

function lintType(schema: Json, path: Path, version: Version, report: ReportFinding): void {
  const isList = Array.isArray(schema.type);
  for (const type of [schema.type ?? []].flat()) {
    if (TYPES.includes(String(type)) || (type === 'null' && (isList || version === '3.1'))) continue;
    const near = suggest(String(type), TYPES);
    const fix = type === 'null' ? 'Write nullable: true beside the type.' : near && `Did you mean ${near}?`;
    report('schema-type', [...path, 'type'], `${String(type)} is not a type.`, { ...(fix && { fix }) });
  }
}

function lintLists(schema: Json, path: Path, report: ReportFinding): void {
  const { required, enum: values } = schema;
  if (required !== undefined && !(Array.isArray(required) && required.every((each) => typeof each === 'string'))) {
    report('schema-required', [...path, 'required'], 'required must be a list of names.');
  }
  if (values !== undefined && listOf(values).length === 0) report('schema-enum', [...path, 'enum'], 'enum is empty.');
}
