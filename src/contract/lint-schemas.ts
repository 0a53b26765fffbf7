/** What would make a model of a request body invalid, or weaker than the contract. Pure. */
import type { Path } from '../config/problem.ts';
import { suggest } from '../config/suggest.ts';
import { isObject, type Json, listOf, objectOf } from './json.ts';
import { requestModels } from './models.ts';
import { operationsOf } from './operations.ts';
import type { Report } from './report.ts';

const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean'];

export function lintSchemas(document: Json, report: Report): void {
  for (const [name, schema] of Object.entries(objectOf(objectOf(document.components).schemas))) {
    lintSchema(schema, ['components', 'schemas', name], report);
  }
  const operations = operationsOf(document);
  for (const { path, key, body } of operations) {
    for (const { contentType, schema } of body?.schemas ?? []) {
      lintSchema(schema, ['paths', path, key, 'requestBody', 'content', contentType, 'schema'], report);
    }
  }
  requestModels(document, operations, (path, keyword) => {
    const message = `API Gateway cannot check ${keyword}.`;
    report(path, message, 'The handler must, and here it is dropped.', { severity: 'warning', key: true });
  });
}

function lintSchema(schema: unknown, path: Path, report: Report): void {
  if (typeof schema === 'boolean') return;
  if (!isObject(schema)) {
    report(path, 'This is no schema.', 'Write type: and what belongs to it.', { key: true });
    return;
  }
  for (const type of [schema.type ?? []].flat()) {
    if (TYPES.includes(String(type)) || (type === 'null' && Array.isArray(schema.type))) continue;
    const near = suggest(String(type), TYPES);
    const fix = type === 'null' ? 'Write nullable: true beside the type.' : `Use one of: ${TYPES.join(', ')}.`;
    report([...path, 'type'], `${String(type)} is no type.`, near ? `Did you mean ${near}?` : fix);
  }
  if (schema.required !== undefined && !listOf(schema.required).every((each) => typeof each === 'string')) {
    report([...path, 'required'], 'required is no list of names.', 'Write required: [a, b] beside properties.');
  } else if (schema.required !== undefined && !Array.isArray(schema.required)) {
    report([...path, 'required'], 'required is no list of names.', 'Write required: [a, b] beside properties.');
  }
  if (schema.enum !== undefined && listOf(schema.enum).length === 0) {
    report([...path, 'enum'], 'enum is empty.', 'List the values.');
  }
  if (schema.type === 'array' && schema.items === undefined) {
    report(path, 'An array has no items.', 'Add items: with the schema of one.', { key: true });
  }
  lintPattern(schema.pattern, [...path, 'pattern'], report);
  for (const [name, each] of Object.entries(objectOf(schema.properties)))
    lintSchema(each, [...path, 'properties', name], report);
  for (const keyword of ['items', 'not', 'additionalProperties']) {
    if (schema[keyword] !== undefined) lintSchema(schema[keyword], [...path, keyword], report);
  }
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    for (const [index, each] of listOf(schema[keyword]).entries()) lintSchema(each, [...path, keyword, index], report);
  }
}

function lintPattern(pattern: unknown, path: Path, report: Report): void {
  if (typeof pattern !== 'string') return;
  try {
    new RegExp(pattern);
  } catch {
    report(path, 'pattern is no regular expression.', 'Correct it; backslashes are doubled only in double quotes.');
  }
}
