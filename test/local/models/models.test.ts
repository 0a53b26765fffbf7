/**
 * The tables of requests in `src/local/models` hold what AWS's models say. `npm run models` makes them from botocore;
 * here they are compared with a second source, the models in the JavaScript SDK, which has types and no constraints.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NormalizedSchema } from '@smithy/core/schema';
import { describe, expect, test } from 'vitest';
import { matchesJavaPattern } from '../../../src/local/cloud/java-pattern.ts';
import { inputOf, type OperationModel, type Shape, shapeNamed } from '../../../src/local/cloud/operation-model.ts';
import { operationModel } from '../../../src/local/protocols/operation-models.ts';
import { SERVICES } from '../../../src/local/start-cloud.ts';
import { modelOf } from '../hostile/service-models.ts';

const FOLDER = join(import.meta.dirname, '../../../src/local/models');

describe.each(SERVICES.map((service) => [service.id, service] as const))('%s', (id, service) => {
  const emulated = service.operations.filter(({ refused }) => !refused);
  test.each(emulated.map(({ name }) => [name]))('%s has the members and types of the SDK', async (name) => {
    const model = await operationModel(service, name);
    // The newer of the two sources can have more members.
    const found = described(model, inputOf(model), []) as { structure: Record<string, unknown> };
    // S3 stores the text of this header as it is; the SDK accepts only dates.
    if (found.structure.Expires === 'text') found.structure.Expires = 'time';
    // Route 53 reads the number from text.
    if (id === 'route53' && found.structure.MaxItems === 'text') found.structure.MaxItems = 'number';
    expect(found).toMatchObject(ofSdk(modelOf(id, name).input, []) as object);
  });
});

test('every service that reads its requests with a model has a table, and no other', () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  expect(files).toEqual(SERVICES.map(({ id }) => `${id}.json`).sort());
});

test('every pattern of the tables can be compiled', () => {
  for (const { id } of SERVICES) {
    const { shapes } = JSON.parse(readFileSync(join(FOLDER, `${id}.json`), 'utf8')) as Pick<OperationModel, 'shapes'>;
    for (const shape of Object.values(shapes)) {
      if ('pattern' in shape && shape.pattern !== undefined) matchesJavaPattern('x', shape.pattern);
    }
  }
});

/** The members and types of a shape as plain data; a structure inside of itself ends the description. */
function described(model: OperationModel, shape: Shape, outer: readonly Shape[]): unknown {
  if (outer.includes(shape)) return 'itself';
  const inner = [...outer, shape];
  if (shape.type === 'list') return [described(model, shapeNamed(model, shape.item), inner)];
  if (shape.type === 'map') return { of: described(model, shapeNamed(model, shape.value), inner) };
  if (shape.type !== 'structure') return KINDS[shape.type];
  const members = Object.entries(shape.members).map(([name, member]) => {
    const type = typeof member === 'string' ? member : member.shape;
    return [name, described(model, shapeNamed(model, type), inner)];
  });
  return { structure: Object.fromEntries(members) };
}

const KINDS = {
  string: 'text',
  integer: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  boolean: 'flag',
  timestamp: 'time',
  blob: 'bytes',
  document: 'any value',
} as const;

/** The structures that the tables have as any value (`scripts/model-differences.json`). */
const DOCUMENTS = ['AttributeValue'];

function ofSdk(schema: NormalizedSchema, outer: readonly string[]): unknown {
  if (schema.isListSchema()) return [ofSdk(schema.getValueSchema(), outer)];
  if (schema.isMapSchema()) return { of: ofSdk(schema.getValueSchema(), outer) };
  if (schema.isStructSchema() || schema.isUnitSchema()) {
    const name = schema.getName() ?? 'Unit';
    if (DOCUMENTS.includes(name)) return 'any value';
    if (outer.includes(name)) return 'itself';
    const members = [...schema.structIterator()].map(([member, type]) => [member, ofSdk(type, [...outer, name])]);
    return { structure: Object.fromEntries(members) };
  }
  if (schema.isBooleanSchema()) return 'flag';
  if (schema.isNumericSchema()) return 'number';
  if (schema.isTimestampSchema()) return 'time';
  return schema.isBlobSchema() ? 'bytes' : 'text';
}
