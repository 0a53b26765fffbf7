/** Edits the template's YAML files where they depend on lists: fields, origins, stages. Comments stay. Pure. */
import { type Document, isMap, parseDocument, Scalar } from 'yaml';
import { resourceNames } from '../../naming/resource-names.ts';
import { LINE_WIDTH } from '../../text/yaml-text.ts';
import type { ItemsAnswers } from './answers.ts';
import { exampleBodies, fieldSchema } from './fields.ts';

/** Edits openapi.yaml: the fields become properties of the schemas, and examples. */
export function editContract(text: string, { resource, fields }: ItemsAnswers): string {
  const document = parseDocument(text);
  const { plural, singularPascal } = resourceNames(resource);
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  const properties = fields.map((field) => [field.name, fieldSchema(field)] as const);
  const [example, another] = exampleBodies(fields);

  const schema = (name: string, key: string) => ['components', 'schemas', name, key];
  for (const suffix of ['Input', 'Patch']) {
    for (const [name, property] of properties) {
      setFlow(document, [...schema(`${singularPascal}${suffix}`, 'properties'), name], property);
    }
  }
  if (required.length > 0) setFlow(document, schema(`${singularPascal}Input`, 'required'), required);
  else document.deleteIn(schema(`${singularPascal}Input`, 'required'));

  setFlow(document, schema(singularPascal, 'required'), ['id', ...required, 'createdAt', 'updatedAt']);
  const visible = document.getIn(schema(singularPascal, 'properties'));
  if (!isMap(visible)) throw new Error('the template has no properties to add fields to');
  visible.items.splice(
    1,
    0,
    ...properties.map(([name, property]) => document.createPair(name, property, { flow: true })),
  );

  const time = quoted('2026-01-31T12:00:00.000Z');
  const shown = { id: '0b8f6c3e-6f0c-4a57-9d2e-3c1f5a7b9d10', ...example, createdAt: time, updatedAt: time };
  const json = ['content', 'application/json', 'example'];
  const collection = `/${plural}`;
  const one = Object.keys(document.toJS().paths).find((path) => path.startsWith(`${collection}/{`)) ?? '';
  setBlock(document, ['paths', collection, 'get', 'responses', '200', ...json], { items: [shown] });
  setFlow(document, ['paths', collection, 'post', 'requestBody', ...json], example);
  setBlock(document, ['paths', collection, 'post', 'responses', '201', ...json], shown);
  setFlow(document, ['paths', one, 'put', 'requestBody', ...json], another);
  setFlow(
    document,
    ['paths', one, 'patch', 'requestBody', ...json],
    Object.fromEntries(Object.entries(another).slice(-1)),
  );
  setBlock(document, ['components', 'responses', singularPascal, ...json], shown);
  return print(document);
}

/** Edits apikit.yaml: origins and stages. If there are several stages, the last one is protected. */
export function editConfig(text: string, { cors, stages }: ItemsAnswers): string {
  const document = parseDocument(text);
  setFlow(document, ['cors', 'origins'], cors);
  const settings = stages.map(
    (stage, index) => [stage, index > 0 && index === stages.length - 1 ? { protected: true } : {}] as const,
  );
  for (const [stage, setting] of settings) setFlow(document, ['stages', stage], setting);
  return print(document);
}

/** Sets a value on one line: `{ type: string }`. */
function setFlow(document: Document, path: string[], value: unknown): void {
  set(document, path, document.createNode(value, { flow: true }));
}

/** Sets a value with one line for each member. */
function setBlock(document: Document, path: string[], value: unknown): void {
  set(document, path, document.createNode(value));
}

function set(document: Document, path: string[], node: unknown): void {
  const parent = document.getIn(path.slice(0, -1));
  if (isMap(parent)) parent.flow = false;
  document.setIn(path, node);
}

/** The time is in quotes, because many YAML parsers read a bare time as a date. */
function quoted(text: string): Scalar {
  const scalar = new Scalar(text);
  scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

/** Prints like the handwritten files: `{ key: value }` but `[value]`. The library pads both. */
function print(document: Document): string {
  const text = document.toString({ lineWidth: LINE_WIDTH, flowCollectionPadding: true });
  return text.replace(/\[ (.*?) \]/g, '[$1]');
}
