// Turns a service model of botocore into TypeScript types of the inputs and outputs of the emulated operations.
import { SCALARS } from './model-tables.mjs';

/** `differences` are already applied to the model. Types without `?` are those that the model requires of a request. */
export function modelTypes(model, operationNames, source) {
  const types = new Map();
  const operations = [...operationNames].sort().map((name) => {
    const { input, output } = model.operations[name];
    return `  ${name}: [${input ? typeOf(input.shape, model, types) : 'object'}, ${outputType(output, model, types)}];`;
  });
  const named = [...types].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, type]) => declaration(name, type));
  return [
    `// Made by \`npm run models\` from ${source} (Apache-2.0, see NOTICE): do not edit.`,
    '',
    '/** The input and output of each emulated operation. */',
    'export interface Operations {',
    ...operations,
    '}',
    '',
    ...named,
    '',
  ].join('\n');
}

/** A response without members needs no value. */
const outputType = (output, model, types) =>
  output && Object.keys(model.shapes[output.shape].members).length > 0 ? typeOf(output.shape, model, types) : 'void';

const declaration = (name, type) =>
  type.startsWith('{') ? `export interface ${name} ${type}` : `export type ${name} = ${type};`;

/** Adds the types of structures and enums to `types`, and returns an expression of the type. */
function typeOf(name, model, types) {
  const shape = model.shapes[name];
  if (shape.type === 'list') return listOf(typeOf(shape.member.shape, model, types));
  if (shape.type === 'map') return `{ readonly [key: string]: ${typeOf(shape.value.shape, model, types)} }`;
  if (SCALARS.has(shape.type) && !shape.enum) return SCALAR_TYPES[shape.type];
  if (TAKEN.has(name)) throw new Error(`The shape ${name} hides a type of TypeScript.`);
  if (types.has(name)) return name;
  // The entry comes first, because a shape can contain itself.
  types.set(name, '');
  types.set(name, shape.enum ? shape.enum.map((value) => `'${value}'`).join(' | ') : structureOf(shape, model, types));
  return name;
}

const TAKEN = new Set(['Operations', 'Date', 'Uint8Array']);

const listOf = (item) => (/^\w+$/.test(item) ? `readonly ${item}[]` : `readonly (${item})[]`);

function structureOf({ members, required = [], payload }, model, types) {
  const entries = Object.entries(members).map(([name, { shape, streaming }]) => {
    const isBytes = payload === name && model.shapes[shape].type === 'blob';
    const bytes = streaming ? 'AsyncIterable<Uint8Array>' : 'Uint8Array';
    const type = isBytes ? bytes : typeOf(shape, model, types);
    const key = /^\w+$/.test(name) ? name : `'${name}'`;
    return `readonly ${key}${required.includes(name) ? '' : '?'}: ${type}`;
  });
  return entries.length === 0 ? '{}' : `{ ${entries.join('; ')} }`;
}

/** A blob is base64, as JSON has it and the state stores it. */
const SCALAR_TYPES = {
  string: 'string',
  integer: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  boolean: 'boolean',
  timestamp: 'Date',
  blob: 'string',
};
