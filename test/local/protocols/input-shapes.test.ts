/**
 * The embedded cloud reads requests with AWS's own models: `input-shapes.json` has the request of every operation, and
 * for Lambda only its body. `npx vitest run test/local/protocols -u` writes it.
 */
import { join } from 'node:path';
import type { NormalizedSchema } from '@smithy/core/schema';
import { expect, test } from 'vitest';
import type { ServiceShapes, Type } from '../../../src/local/cloud/input-shape.ts';
import { SERVICES } from '../../../src/local/start-cloud.ts';
import { modelOf } from '../hostile/service-models.ts';

const FILE = join(import.meta.dirname, '../../../src/local/protocols/input-shapes.json');

/**
 * API Gateway accepts a number for a text (`members.ts`), and DynamoDB has its own deserializer (`request-shape.ts`).
 */
const OWN_CHECKS = ['apigateway', 'dynamodb'];

test("input-shapes.json is what AWS's models say", async () => {
  const services = SERVICES.filter(({ id }) => !OWN_CHECKS.includes(id));
  const shapes = Object.fromEntries(
    services.map(({ id, operations }) => [id, shapesOf(operations.map(({ name }) => [name, modelOf(id, name).input]))]),
  );

  await expect(`${JSON.stringify(shapes, null, 1)}\n`).toMatchFileSnapshot(FILE);
});

function shapesOf(inputs: readonly (readonly [operation: string, input: NormalizedSchema])[]): ServiceShapes {
  const structures: Record<string, Record<string, Type>> = {};
  const operations = Object.fromEntries(inputs.map(([name, input]) => [name, typeOf(input, structures) as string]));
  return { operations, structures };
}

/** Records every structure that the type contains. */
function typeOf(schema: NormalizedSchema, structures: Record<string, Record<string, Type>>): Type {
  if (schema.isListSchema()) return [typeOf(schema.getValueSchema(), structures)];
  if (schema.isMapSchema()) return { of: typeOf(schema.getValueSchema(), structures) };
  if (schema.isStructSchema() || schema.isUnitSchema()) {
    const name = schema.getName() ?? 'Unit';
    if (structures[name]) return name;
    const members: Record<string, Type> = {};
    structures[name] = members;
    for (const [member, type] of schema.structIterator()) {
      if (isInBody(type)) members[member] = typeOf(type, structures);
    }
    return name;
  }
  if (schema.isBooleanSchema()) return 'flag';
  if (schema.isNumericSchema()) return 'number';
  if (schema.isTimestampSchema()) return 'time';
  return schema.isBlobSchema() ? 'bytes' : 'text';
}

/**
 * Whether the member is in the body. Path, query and headers are texts whatever the model says, and the body as a whole
 * has no type.
 */
function isInBody(schema: NormalizedSchema): boolean {
  const { httpLabel, httpQuery, httpQueryParams, httpHeader, httpPayload } = schema.getMergedTraits();
  return !(httpLabel || httpQuery || httpQueryParams || httpHeader || httpPayload);
}
