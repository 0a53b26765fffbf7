/** Compares a model of API Gateway with the schema from which it was created: ajv decides what each of them accepts. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestModels } from '../../../src/contract/compile/models.ts';
import { sanitiseSchema } from '../../../src/contract/compile/sanitise-schema.ts';
import { exactness } from '../../../src/contract/compile/schema-exactness.ts';
import type { Json } from '../../../src/contract/model/json.ts';
import { operationsOf } from '../../../src/contract/model/operations.ts';

const PAYLOADS = 10_000;
const PER_SCHEMA = 250;

const count = fc.nat({ max: 3 });
const limit = fc.constantFrom(-1, 0, 0.5, 1, 2);
const type = fc.constantFrom('object', 'array', 'string', 'number', 'integer', 'boolean');
const name = fc.constantFrom('a', 'b', 'c');
const format = fc.constantFrom('date-time', 'email', 'uuid', 'date', 'int32', 'ipv4');
const scalar = fc.constantFrom<unknown>(
  ...[null, true, false, -1, 0, 0.5, 1, 2, 3, '', 'a', 'ab', 'abcd', '2026-11-21', 'a@b.example', '1.2.3.4'],
);
const payload: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 4 }) },
  { weight: 3, arbitrary: fc.dictionary(name, fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })), { maxKeys: 3 }) },
);

/** Schemas that have the keyword; `sub` generates the schemas inside. */
function keywords(sub: fc.Arbitrary<Json>): Record<string, fc.Arbitrary<Json>> {
  const subs = fc.array(sub, { minLength: 1, maxLength: 3 });
  const one = (keyword: string, value: fc.Arbitrary<unknown>) => value.map((each): Json => ({ [keyword]: each }));
  const byName = fc.dictionary(name, sub, { minKeys: 1, maxKeys: 2 });
  return {
    type: one('type', type),
    types: one('type', fc.uniqueArray(fc.oneof(type, fc.constant('null')), { minLength: 1, maxLength: 3 })),
    enum: one('enum', fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 })),
    const: one('const', scalar),
    multipleOf: one('multipleOf', fc.constantFrom(0.5, 1, 2)),
    minimum: fc.record({ minimum: limit, exclusiveMinimum: limit }, { requiredKeys: ['minimum'] }),
    exclusiveMinimum: one('exclusiveMinimum', limit),
    maximum: fc.record({ maximum: limit, exclusiveMaximum: limit }, { requiredKeys: ['maximum'] }),
    exclusiveMaximum: one('exclusiveMaximum', limit),
    minLength: one('minLength', count),
    maxLength: one('maxLength', count),
    pattern: one('pattern', fc.constantFrom('^a', 'b$', '[0-9]')),
    format: one('format', format),
    minItems: one('minItems', count),
    maxItems: one('maxItems', count),
    uniqueItems: one('uniqueItems', fc.boolean()),
    items: one('items', fc.oneof(sub, fc.boolean())),
    prefixItems: fc.record(
      { prefixItems: subs, items: fc.oneof(sub, fc.boolean()) },
      { requiredKeys: ['prefixItems'] },
    ),
    contains: fc.record({ contains: sub, minContains: count, maxContains: count }, { requiredKeys: ['contains'] }),
    unevaluatedItems: one('unevaluatedItems', sub),
    properties: one('properties', fc.dictionary(name, fc.oneof(sub, fc.boolean()), { maxKeys: 3 })),
    required: one('required', fc.uniqueArray(name, { maxLength: 3 })),
    minProperties: one('minProperties', count),
    maxProperties: one('maxProperties', count),
    additionalProperties: fc.record({ properties: byName, additionalProperties: fc.oneof(sub, fc.boolean()) }),
    patternProperties: one('patternProperties', fc.dictionary(fc.constantFrom('^a', 'b'), sub, { minKeys: 1 })),
    propertyNames: one('propertyNames', sub),
    unevaluatedProperties: fc.record({ properties: byName, unevaluatedProperties: fc.boolean() }),
    dependentRequired: one('dependentRequired', fc.dictionary(name, fc.uniqueArray(name), { minKeys: 1, maxKeys: 1 })),
    dependentSchemas: one('dependentSchemas', byName),
    allOf: one('allOf', subs),
    anyOf: one('anyOf', subs),
    oneOf: one('oneOf', subs),
    not: one('not', sub),
    if: fc
      .subarray(['then', 'else'])
      .chain((also) => fc.tuple(...['if', ...also].map((each) => one(each, sub))))
      .map((all): Json => Object.assign({}, ...all)),
    $ref: fc.constantFrom({ $ref: '#/components/schemas/exact' }, { $ref: '#/components/schemas/in-exact' }),
    contentEncoding: one('contentEncoding', fc.constant('base64')),
  };
}

/** The targets of `$ref`: one that a model expresses exactly, one that it does not, and one that refers to itself. */
const COMPONENTS: Record<string, Json> = {
  exact: { type: 'object', properties: { a: { $ref: '#/components/schemas/exact' } }, required: ['a'] },
  'in-exact': { type: 'array', contains: { type: 'string' }, items: { $ref: '#/components/schemas/in-exact' } },
};

const leaf: fc.Arbitrary<Json> = fc.oneof(
  ...Object.entries(keywords(type.map((each): Json => ({ type: each }))))
    // ajv itself fails on some schemas that contain these.
    .filter(([keyword]) => !/^(dependentSchemas|unevaluated)/.test(keyword))
    .map(([, schema]) => schema),
);
/** Two keywords side by side, because some change the meaning of others. */
const inner = fc.tuple(leaf, leaf).map(([a, b]): Json => ({ ...a, ...b }));
const isExact = exactness(COMPONENTS);
const words = { exact: 'Exact', 'in-exact': 'InExact' } as Record<string, string>;
const options = { modelName: (schema: string) => words[schema]!, isExact, isReadOnly: () => false };

const local = (schema: Json) =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"c#/components')) as Json;
const contracts = new Ajv2020({ strict: false, logger: false });
addFormats.default(contracts);
contracts.addSchema({ $id: 'c', components: { schemas: COMPONENTS } });
const models = new AjvDraft04.default({ strict: false, logger: false });
addFormats.default(models as never);
models.addSchema({
  id: 'c',
  components: {
    schemas: Object.fromEntries(
      Object.entries(COMPONENTS).map(([key, each]) => [words[key], sanitiseSchema(each, options)]),
    ),
  },
});

/** Compiles the schema once for many payloads, and forgets it after them. */
function compiled(ajv: Pick<Ajv2020, 'compile' | 'removeSchema'>, schema: Json): (value: unknown) => boolean {
  const own = local(schema);
  const accepts = ajv.compile(own);
  ajv.removeSchema(own);
  return (value) => accepts(value) as boolean;
}

describe('a model of API Gateway', () => {
  it.each(Object.entries(keywords(inner)))('accepts everything that the contract accepts: %s', (_, withKeyword) => {
    const schema = fc.tuple(withKeyword, fc.option(inner, { nil: {} })).map(([a, b]): Json => ({ ...b, ...a }));
    fc.assert(
      fc.property(schema, fc.array(payload, { minLength: PER_SCHEMA, maxLength: PER_SCHEMA }), (each, payloads) => {
        const [said, accepts] = [compiled(contracts, each), compiled(models, sanitiseSchema(each, options))];
        const exact = isExact(each);
        for (const value of payloads) {
          if (said(value) ? !accepts(value) : exact && accepts(value)) {
            const model = JSON.stringify(sanitiseSchema(each, options));
            throw new Error(`${JSON.stringify(value)} of ${JSON.stringify(each)}, whose model is ${model}`);
          }
        }
      }),
      // Schema and payload are in the message; a smaller example takes minutes to find.
      { numRuns: PAYLOADS / PER_SCHEMA, endOnFailure: true, seed: 2026 },
    );
  });

  it('can be compiled from a long chain of schemas', () => {
    const schemas = Array.from({ length: 20_000 }, (_, n) => [
      `s${n}`,
      { properties: { next: { $ref: `#/components/schemas/s${n + 1}` } } },
    ]);
    const content = { 'application/json': { schema: { $ref: '#/components/schemas/s0' } } };
    const document: Json = {
      paths: { '/x': { post: { operationId: 'op', requestBody: { required: true, content } } } },
      components: { schemas: { ...Object.fromEntries(schemas), s20000: { contains: {} } } },
    };
    expect(Object.keys(requestModels(document, operationsOf(document)).schemas)).toHaveLength(20_001);
  });

  it('does not require readOnly members, since nobody sends them', () => {
    const document: Json = {
      paths: {
        '/x': {
          post: {
            operationId: 'op',
            requestBody: {
              required: true,
              content: { 'application/json': { schema: { $ref: '#/components/schemas/T' } } },
            },
          },
        },
      },
      components: {
        schemas: {
          Id: { type: 'string', readOnly: true },
          T: {
            required: ['id', 'at', 'name'],
            properties: {
              id: { $ref: '#/components/schemas/Id' },
              at: { type: 'string', readOnly: true },
              name: { type: 'string' },
            },
          },
        },
      },
    };
    expect(requestModels(document, operationsOf(document)).schemas.T).toMatchObject({ required: ['name'] });
  });

  it.each([
    ['nullable beside a type', { type: 'string', nullable: true }, { oneOf: [{ type: 'string' }, { type: 'null' }] }],
    ['nullable alone', { nullable: true, minLength: 1 }, { minLength: 1 }],
    [
      'nullable beside an enum',
      { type: 'string', nullable: true, enum: ['a'] },
      { enum: ['a', null], anyOf: [{ type: 'string' }, { type: 'null' }] },
    ],
    ['boolean bounds', { minimum: 1, exclusiveMinimum: true }, { minimum: 1, exclusiveMinimum: true }],
    ['a boolean bound without a bound', { exclusiveMaximum: true }, {}],
    [
      'annotations',
      { type: 'string', default: 'a', example: 'b', 'x-y': 1, contentEncoding: 'base64' },
      { type: 'string' },
    ],
  ])('has the meaning of %s', (_, schema, model) => {
    expect(sanitiseSchema(schema as Json, options)).toEqual(model);
  });
});
