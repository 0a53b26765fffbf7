/** The generated validators and API Gateway's models agree about a body: ten thousand bodies for each keyword. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateContract } from '../../src/codegen/generate-contract.ts';
import { requestModels } from '../../src/contract/compile/models.ts';
import { apiDocument } from '../../src/contract/model/api-document.ts';
import { createModelValidators } from '../../src/local/gateway/deployment/model-validators.ts';

type Schema = Record<string, unknown>;
type Fits = (body: unknown) => { ok: boolean };

const SCHEMAS = 40;
const PAYLOADS = 250;

const small = fc.integer({ min: 0, max: 5 });
const number = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.constantFrom(0.5, -2.5, 1e21, 7.25));
const text = fc.oneof(fc.string({ maxLength: 6, unit: 'grapheme' }), fc.constantFrom('', 'a', 'ab', 'abc', '7', '😀'));
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const name = fc.constantFrom('a', 'b', 'c', 'toString');
const value: fc.Arbitrary<unknown> = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 6 }),
  fc.dictionary(name, fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })), { maxKeys: 4 }),
);
const type = fc.constantFrom('string', 'number', 'integer', 'boolean', 'array', 'object');
const typed: fc.Arbitrary<Schema> = type.map((each) => ({ type: each, ...(each === 'array' && { items: {} }) }));
const parts = fc.array(
  fc.oneof(
    typed,
    small.map((minLength) => ({ minLength })),
    number.map((maximum) => ({ maximum })),
  ),
  { minLength: 1, maxLength: 3 },
);

/** A schema for each keyword that both check. */
const EXACT: Record<string, fc.Arbitrary<Schema>> = {
  type: typed,
  nullable: typed.map((schema) => ({ ...schema, nullable: true })),
  enum: fc.uniqueArray(fc.oneof(text, number), { minLength: 1, maxLength: 4 }).map((values) => ({ enum: values })),
  minLength: small.map((minLength) => ({ minLength })),
  maxLength: small.map((maxLength) => ({ maxLength })),
  pattern: fc.constantFrom('^a', 'b+', '^[0-9]$', '^.{2}$', 'a|7').map((pattern) => ({ pattern })),
  minimum: number.map((minimum) => ({ minimum })),
  maximum: number.map((maximum) => ({ maximum })),
  exclusiveMinimum: number.map((minimum) => ({ minimum, exclusiveMinimum: true })),
  exclusiveMaximum: number.map((maximum) => ({ maximum, exclusiveMaximum: true })),
  multipleOf: fc.constantFrom(1, 2, 5, 0.5).map((multipleOf) => ({ multipleOf })),
  items: typed.map((items) => ({ type: 'array', items })),
  minItems: small.map((minItems) => ({ type: 'array', items: {}, minItems })),
  uniqueItems: fc.boolean().map((uniqueItems) => ({ type: 'array', items: {}, uniqueItems })),
  required: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }).map((required) => ({ type: 'object', required })),
  properties: fc.dictionary(name, typed, { minKeys: 1 }).map((properties) => ({ type: 'object', properties })),
  additionalProperties: fc
    .tuple(fc.dictionary(name, typed, { maxKeys: 2 }), fc.oneof(fc.boolean(), typed))
    .map(([properties, additionalProperties]) => ({ type: 'object', properties, additionalProperties })),
  minProperties: small.map((minProperties) => ({ type: 'object', minProperties })),
  maxProperties: small.map((maxProperties) => ({ type: 'object', maxProperties })),
  allOf: parts.map((allOf) => ({ allOf })),
  anyOf: parts.map((anyOf) => ({ anyOf })),
  oneOf: parts.map((oneOf) => ({ oneOf })),
  not: typed.map((not) => ({ not })),
};

/** Keywords that only the handler checks. The gateway lets more payloads through, and never fewer. */
const STRICTER: Record<string, fc.Arbitrary<Schema>> = {
  format: fc
    .constantFrom('email', 'date', 'date-time', 'uuid', 'uri', 'ipv4', 'int32')
    .map((format) => ({ type: format === 'int32' ? 'integer' : 'string', format })),
  maxItems: small.map((maxItems) => ({ type: 'array', items: {}, maxItems })),
  readOnly: name.map((each) => ({ type: 'object', properties: { [each]: { type: 'string', readOnly: true } } })),
};

function contractOf(schemas: Schema[]) {
  const operation = (schema: Schema, index: number) => ({
    post: {
      operationId: `check${index}`,
      requestBody: { required: true, content: { 'application/json': { schema } } },
    },
  });
  return apiDocument({
    openapi: '3.0.3',
    paths: Object.fromEntries(schemas.map((schema, index) => [`/${index}`, operation(schema, index)])),
  });
}

async function fitsOf(schemas: Schema[]): Promise<Fits[]> {
  const { js } = await generateContract(contractOf(schemas));
  const { routes } = await import(`data:text/javascript;base64,${Buffer.from(js).toString('base64')}`);
  return schemas.map((_schema, index) => routes[`POST /${index}`].body.media['application/json']);
}

/** The models as they are deployed; the gateway does not check a schema without a model. */
function modelsOf(schemas: Schema[]) {
  const { document, operations } = contractOf(schemas);
  const compiled = requestModels(document, operations);
  const models = Object.entries(compiled.schemas).map(([name, schema]) => [
    name,
    { name, schema: JSON.stringify(schema) },
  ]);
  const validate = createModelValidators('api', Object.fromEntries(models));
  return async (index: number, body: string) => {
    const model = compiled.modelOf(`check${index}`, 'application/json');
    return model === undefined || (await validate(model, Buffer.from(body))) === undefined;
  };
}

/** Compares the verdicts of both on each payload, and counts how often both gave one. */
async function compare(schemas: Schema[], payloads: unknown[], judge: (ours: boolean, gateways: boolean) => boolean) {
  const fits = await fitsOf(schemas);
  const models = modelsOf(schemas);
  const bodies = payloads.map((payload) => JSON.stringify(payload));
  const differences: object[] = [];
  let asked = 0;
  for (const [index, schema] of schemas.entries()) {
    for (const body of bodies) {
      const ours = fits[index]!(JSON.parse(body)).ok;
      const gateways = await models(index, body);
      asked += 1;
      if (!judge(ours, gateways)) differences.push({ schema, body, ours, gateways });
    }
  }
  return { asked, differences: differences.slice(0, 3) };
}

const payloads = fc.sample(value, { numRuns: PAYLOADS, seed: 11 });
const sampled = (schema: fc.Arbitrary<Schema>) => fc.sample(schema, { numRuns: SCHEMAS, seed: 5 });

describe('a body that one rejects, the other rejects', () => {
  test.each(Object.keys(EXACT))('%s', async (keyword) => {
    const agree = (ours: boolean, gateways: boolean) => ours === gateways;
    const result = await compare(sampled(EXACT[keyword]!), payloads, agree);
    expect(result).toEqual({ asked: 10_000, differences: [] });
  });
});

describe('a body that the handler accepts, the gateway accepts', () => {
  test.each(Object.keys(STRICTER))('%s', async (keyword) => {
    const implied = (ours: boolean, gateways: boolean) => gateways || !ours;
    const result = await compare(sampled(STRICTER[keyword]!), payloads, implied);
    expect(result).toEqual({ asked: 10_000, differences: [] });
  });
});
