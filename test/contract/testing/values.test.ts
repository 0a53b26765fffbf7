/** The values that a test sends: values that a schema allows, and values that it refuses for one keyword each. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/contract/model/json.ts';
import { maxMatchLength } from '../../../src/contract/patterns/max-match-length.ts';
import { parsePattern } from '../../../src/contract/patterns/parse-pattern.ts';
import { sample } from '../../../src/contract/testing/sample.ts';
import { violations } from '../../../src/contract/testing/violations.ts';
import { partsFor } from './schemas.ts';

const broken = (schema: Json, schemas: Record<string, Json> = {}) => {
  const { sampler, checks } = partsFor(schemas);
  const valid = sample(sampler, schema, { full: true });
  expect(checks.request(schema)(valid)).toEqual([]);
  return violations(sampler, schema, valid, checks.request(schema)).map(({ keyword, at }) => `${keyword} ${at}`.trim());
};

it('checks a text with a dangerous pattern in limited time, and accepts a text that cannot be checked', () => {
  const { checks } = partsFor({});
  const text = `${'a'.repeat(60)}!`;
  expect(checks.request({ type: 'string', pattern: '^(a+)+$' })(text)).toMatchObject([{ keyword: 'pattern' }]);
  expect(checks.request({ type: 'string', pattern: '^([a-z]?){60}\\d$' })(text)).toMatchObject([
    { keyword: 'pattern' },
  ]);
  // Only an engine with backtracking supports lookahead.
  expect(checks.request({ type: 'string', pattern: '^(?=(a+)+$)a' })(text)).toEqual([]);
}, 20_000);

it('validates with the schemas of the lint and the handler, also if JSON Schema differs', () => {
  const check = partsFor().checks.request({ type: 'object', required: ['a', 'a'], contentEncoding: 1 });
  expect(check({ a: 1 })).toEqual([]);
  expect(new Set(check({}).map(({ keyword }) => keyword))).toEqual(new Set(['required']));
});

describe('a schema is violated once for each keyword', () => {
  it('at a place that a JSON pointer names', () => {
    const schema = { type: 'object', required: ['a/b'], properties: { 'a/b': { type: 'string', minLength: 1 } } };
    expect(broken(schema)).toContain('minLength /a~1b');
  });

  it.each<[string, Json, string[]]>([
    ['texts', { type: 'string', minLength: 2, maxLength: 4 }, ['type', 'minLength', 'maxLength']],
    ['patterns', { type: 'string', pattern: '^[a-z]{3}-\\d+$' }, ['type', 'pattern']],
    ['formats', { type: 'string', format: 'email' }, ['type', 'format']],
    [
      'numbers',
      { type: 'integer', minimum: 1, maximum: 9, multipleOf: 2 },
      ['type', 'minimum', 'maximum', 'multipleOf'],
    ],
    ['exclusive bounds', { type: 'number', minimum: 0, exclusiveMinimum: true }, ['type', 'exclusiveMinimum']],
    ['large bounds', { type: 'number', maximum: Number.MAX_SAFE_INTEGER }, ['type', 'maximum']],
    ['choices', { type: 'string', enum: ['a', 'b'] }, ['type', 'enum']],
    [
      'lists',
      { type: 'array', minItems: 1, maxItems: 2, items: { type: 'boolean' } },
      ['type', 'minItems', 'maxItems', 'type /0'],
    ],
    [
      'unique items',
      { type: 'array', uniqueItems: true, items: { type: 'string' } },
      ['type', 'uniqueItems', 'type /0'],
    ],
    [
      'objects',
      {
        type: 'object',
        required: ['a'],
        additionalProperties: false,
        properties: { a: { type: 'string' }, b: { type: 'integer' } },
      },
      ['type', 'required /a', 'additionalProperties', 'type /a', 'type /b'],
    ],
    ['nullable members', { type: 'string', nullable: true, maxLength: 3 }, ['type', 'maxLength']],
    [
      'readOnly members',
      { type: 'object', properties: { id: { type: 'string', readOnly: true } } },
      ['type', 'readOnly /id'],
    ],
    ['alternatives', { oneOf: [{ type: 'string' }, { type: 'integer' }] }, ['type', 'oneOf']],
    [
      'all of several schemas',
      { allOf: [{ type: 'object', required: ['a'] }, { properties: { a: { type: 'string' } } }] },
      ['type', 'required /a', 'type /a'],
    ],
  ])('%s', (_what, schema, expected) => {
    expect(broken(schema)).toEqual(expected);
  });

  it('through references, also circular ones', () => {
    const node = {
      type: 'object',
      properties: { name: { type: 'string', minLength: 1 }, next: { $ref: '#/components/schemas/Node' } },
    };
    expect(broken({ $ref: '#/components/schemas/Node' }, { Node: node })).toContain('minLength /next/name');
  });
});

describe('a generated value', () => {
  const leaf = fc.oneof(
    fc.record({ type: fc.constant('string'), minLength: fc.nat(5), maxLength: fc.integer({ min: 5, max: 20 }) }),
    fc.record({
      type: fc.constant('integer'),
      minimum: fc.integer({ min: -50, max: 0 }),
      maximum: fc.integer({ min: 1, max: 50 }),
    }),
    fc.record({ type: fc.constant('number'), multipleOf: fc.constantFrom(0.5, 1, 3) }),
    fc.record({
      type: fc.constant('string'),
      format: fc.constantFrom('uuid', 'email', 'date-time', 'date', 'uri', 'ipv4'),
    }),
    fc.record({ type: fc.constant('boolean') }),
    fc.record({ enum: fc.array(fc.integer(), { minLength: 1 }) }),
    fc.record({ type: fc.constant('string'), pattern: fc.constantFrom('^[a-z]+$', '^\\d{4}-\\d{2}$', '^(a|b)c?$') }),
  );
  const schema = fc.letrec((tie) => ({
    any: fc.oneof({ depthSize: 'small' }, leaf, tie('list'), tie('object')),
    list: fc.record({ type: fc.constant('array'), minItems: fc.nat(2), items: tie('any') }),
    object: fc
      .tuple(fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('any'), { maxKeys: 4 }), fc.boolean())
      .map(([properties, closed]) => ({
        type: 'object',
        properties,
        required: Object.keys(properties).slice(0, 2),
        additionalProperties: !closed,
      })),
  })).any as fc.Arbitrary<Json>;

  it('is valid, and each broken one is rejected for its keyword', () => {
    fc.assert(
      fc.property(schema, fc.boolean(), (made, full) => {
        const { sampler, checks } = partsFor();
        const check = checks.request(made);
        const valid = sample(sampler, made, { full });
        expect(check(valid)).toEqual([]);
        for (const { keyword, value } of violations(sampler, made, valid, check)) {
          expect(check(value).map((fault) => fault.keyword)).toContain(keyword);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a response', () => {
  it('may have readOnly members, and lacks writeOnly members', () => {
    const { checks } = partsFor();
    const schema = {
      type: 'object',
      required: ['id', 'password'],
      properties: { id: { type: 'string', readOnly: true }, password: { type: 'string', writeOnly: true } },
    };
    expect(checks.response(schema)({ id: 'a' })).toEqual([]);
    expect(checks.response(schema)({})).toMatchObject([{ keyword: 'required' }]);
    expect(checks.request(schema)({ id: 'a', password: 'b' })).not.toEqual([]);
  });

  it('has text for numbers in its headers', () => {
    const { checks } = partsFor();
    expect(checks.text({ type: 'integer', minimum: 1 })('12')).toEqual([]);
    expect(checks.text({ type: 'integer' })('twelve')).toMatchObject([{ keyword: 'type' }]);
  });
});

describe('texts for a pattern', () => {
  it.each(['^(a{1000}){1000000}$', '^(([ab]{0,9999}){900,9999})+$', '(a)(\\1{99999}){99999}'])(
    'are not generated if they would not fit into memory: %s',
    (pattern) => {
      const text = sample(partsFor({}).sampler, { type: 'string', pattern }, { full: true });
      expect(String(text).length).toBeLessThan(100);
    },
  );

  it.each(['[a-z]{3,9}', '(ab?){0,500}', '(a|[0-9]{20,}|(x{4}y*){5})+', '(?:[ab]{0,99}){40,99}'])(
    'are no longer than calculated: %s',
    (source) => {
      const longest = maxMatchLength(parsePattern(source)!);
      const made = fc.sample(fc.stringMatching(new RegExp(`^(?:${source})$`, 'u'), { size: 'small' }), 40);
      for (const text of made) expect(text.length).toBeLessThanOrEqual(longest);
    },
  );
});
