/** Parts of a test plan for one schema. */
import type { Json } from '../../../src/contract/model/json.ts';
import { randomFrom } from '../../../src/contract/testing/random.ts';
import { type Sampler, samplerOf } from '../../../src/contract/testing/sample.ts';
import { type SchemaChecks, schemaChecks } from '../../../src/contract/testing/schema-checks.ts';

export function partsFor(schemas: Record<string, Json> = {}, seed = 1): { sampler: Sampler; checks: SchemaChecks } {
  const document = { openapi: '3.0.3', paths: {}, components: { schemas } };
  return { sampler: samplerOf(document, randomFrom(seed)), checks: schemaChecks(document) };
}
