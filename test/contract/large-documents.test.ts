/** Documents that are large or strange in one way are processed quickly, and get a result. */
import { expect, it } from 'vitest';
import { ProblemsError } from '../../src/config/problem.ts';
import { parseSource } from '../../src/config/source.ts';
import { walkThrough } from '../../src/contract/export/walk.ts';
import { type Foreign, readForeign } from '../../src/contract/import/read-foreign.ts';
import { parseContract } from '../../src/contract/load-contract.ts';
import type { Json } from '../../src/contract/model/json.ts';
import { operationsOf } from '../../src/contract/model/operations.ts';
import { openNothing } from '../../src/contract/read/open-file.ts';
import { flatten } from '../../src/contract/testing/flatten.ts';
import { schemaChecks } from '../../src/contract/testing/schema-checks.ts';
import { cpuTime } from '../helpers/cpu-time.ts';

const document = (paths: object, schemas: object = {}) =>
  JSON.stringify({ openapi: '3.0.3', info: { title: 'x', version: '1' }, paths, components: { schemas } });
const answers = { responses: { 200: { description: 'x' } } };

it('reads a map of 60,000 keys in linear time', () => {
  const keys = Array.from({ length: 60_000 }, (_, index) => [`k${index}`, { type: 'string' }] as const);
  const text = document(
    { '/a': { get: { operationId: 'getA', ...answers } } },
    { Many: { type: 'object', properties: Object.fromEntries(keys) } },
  );
  // A second or two on a quiet machine; a quadratic search takes a quarter of a minute there.
  expect(cpuTime(() => parseContract(text, 'openapi.json'))).toBeLessThan(8_000);
});

it('still reports each duplicate key', () => {
  const { problems } = parseSource('a: 1\nb: { c: 1, c: 2 }\na: 2\n<<: {}\n<<: {}\n', 'x.yaml');
  expect(problems.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
    '2:12 c is written twice in the same place.',
    '3:1 a is written twice in the same place.',
  ]);
});

it('rejects thousands of nested references without a stack overflow', () => {
  const length = 3_000;
  const paths = Array.from({ length }, (_, index) => [
    `/p${index}`,
    index === length - 1 ? { get: { operationId: 'getA', ...answers } } : { $ref: `#/paths/~1p${index + 1}` },
  ]);
  expect(() => parseContract(document(Object.fromEntries(paths)), 'openapi.json')).toThrow(ProblemsError);
});

it('checks thousands of schemas that each lead to the next one without a stack overflow', () => {
  const length = 5_000;
  const schemas = Array.from({ length }, (_, index) => [
    `S${index}`,
    index === length - 1 ? { type: 'string' } : { allOf: [{ $ref: `#/components/schemas/S${index + 1}` }] },
  ]);
  const requestBody = { content: { 'application/json': { schema: { $ref: '#/components/schemas/S0' } } } };
  const paths = { '/a': { post: { operationId: 'postA', requestBody, ...answers } } };
  const { operations } = parseContract(document(paths, Object.fromEntries(schemas)), 'openapi.json');
  expect(operations).toHaveLength(1);
});

it('gives up a sample of nested lists before it fills the memory', () => {
  const item = (index: number) => ({ $ref: `#/components/schemas/L${index + 1}` });
  const lists = Array.from({ length: 4 }, (_, index) => [
    `L${index}`,
    { type: 'array', minItems: 1_000, items: item(index) },
  ]);
  const requestBody = { content: { 'application/json': { schema: { $ref: '#/components/schemas/L0' } } } };
  const paths = { '/a': { post: { operationId: 'postA', requestBody, ...answers } } };
  const parsed = JSON.parse(document(paths, { ...Object.fromEntries(lists), L4: { type: 'boolean' } }));
  const work = () => expect(walkThrough(parsed, operationsOf(parsed)).steps[0]?.body).toBeUndefined();
  // A second or two; all values would be 10^12.
  expect(cpuTime(work)).toBeLessThan(15_000);
});

it('merges repeated schemas of allOf once', () => {
  const next = (index: number) => ({ $ref: `#/components/schemas/S${index + 1}` });
  const links = Array.from({ length: 30 }, (_, index) => [`S${index}`, { allOf: [next(index), next(index)] }]);
  const last = { type: 'object', required: ['name'] };
  const parsed = JSON.parse(document({}, { ...Object.fromEntries(links), S30: last }));
  // It takes no time; every path separately would be 2^30.
  expect(cpuTime(() => expect(flatten(parsed, next(-1))).toEqual(last))).toBeLessThan(1_000);
});

it('compiles a long allOf as quickly as many short ones, and validates with all of them', () => {
  const length = 3_000;
  const names = Array.from({ length }, (_, index) => `S${index}`);
  const schemas = Object.fromEntries(
    names.map((name): [string, Json] => [name, { properties: { [name]: { type: 'string', minLength: 1 } } }]),
  );
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const long: Json = { allOf: names.map(ref) };
  const groups = Object.fromEntries(
    Array.from({ length: length / 50 }, (_, index): [string, Json] => [
      `G${index}`,
      { allOf: names.slice(index * 50, index * 50 + 50).map(ref) },
    ]),
  );
  const short: Json = { allOf: Object.keys(groups).map(ref) };
  const compiled = (schema: Json) =>
    schemaChecks({ components: { schemas: { ...schemas, ...groups } } }).request(schema);
  compiled(short)({});
  const bySteps = cpuTime(() => compiled(short)({}));
  const atOnce = cpuTime(() => compiled(long)({}));
  // Both take the same time. If the time grew with the square of the length, it would be five times as long.
  expect(atOnce / bySteps).toBeLessThan(3);
  const check = compiled(long);
  const wrong = (value: object) => check(value).map(({ at, keyword }) => `${at} ${keyword}`);
  expect(wrong(Object.fromEntries(names.map((name) => [name, 'x'])))).toEqual([]);
  expect(wrong({ S0: '', S2999: 1 })).toEqual(['/S0 minLength', '/S2999 type']);
  const other = Array.from({ length: 200 }, (_, index) => ({ properties: { [`p${index}`]: {} } }));
  const closed = schemaChecks({}).request({ allOf: other, unevaluatedProperties: false });
  expect(closed({ p0: 1, p199: 1 })).toEqual([]);
  expect(closed({ p0: 1, p200: 1 })).toMatchObject([{ keyword: 'unevaluatedProperties' }]);
});

it('says that thousands of nested schemas cannot be compiled', () => {
  const length = 6_000;
  const next = (index: number) => ({ $ref: `#/components/schemas/S${index}` });
  const schemas = Object.fromEntries(
    Array.from({ length }, (_, index) => [
      `S${index}`,
      index === length - 1
        ? { type: 'string' }
        : { type: 'object', required: ['next'], properties: { next: next(index + 1) } },
    ]),
  );
  const requestBody = { content: { 'application/json': { schema: next(0) } } };
  const parsed = JSON.parse(document({ '/a': { post: { operationId: 'postA', requestBody, ...answers } } }, schemas));
  expect(() => walkThrough(parsed, operationsOf(parsed))).toThrow('The contract has a schema that cannot be compiled');
});

it('creates no sample that is too large for a request', () => {
  const schema = {
    type: 'object',
    required: ['text', 'list', 'map'],
    properties: {
      text: { type: 'string', minLength: 1e9 },
      list: { type: 'array', minItems: 1e9, items: { type: 'integer' } },
      map: { type: 'object', minProperties: 1e9 },
    },
  };
  const paths = {
    '/a': { post: { operationId: 'postA', requestBody: { content: { 'application/json': { schema } } }, ...answers } },
  };
  const parsed = JSON.parse(document(paths));
  const [step] = walkThrough(parsed, operationsOf(parsed)).steps;
  expect(step).toMatchObject({ operation: { operationId: 'postA' } });
  expect(step?.body).toBeUndefined();
});

it('imports 800 operations that each need decisions in linear time', () => {
  const each = Array.from({ length: 800 }, (_, index) => index);
  const ref = (name: string) => ({ $ref: `#/components/parameters/${name}` });
  const last = each.length - 1;
  const whole = {
    openapi: '3.0.3',
    info: { title: 'x', version: '1' },
    paths: Object.fromEntries(
      each.map((n) => [
        `/groups/{group${n}}/things${n}`,
        {
          get: {
            operationId: 'same',
            security: n % 2 ? [{ lost: [] }, { [`lost${n}`]: [] }] : [{ [`none${n}`]: [] }],
            parameters: [ref(`P${n}`), { name: `group${n}`, in: 'path', required: true, schema: { type: 'string' } }],
            ...answers,
          },
        },
      ]),
    ),
    components: {
      schemas: Object.fromEntries(each.map((n) => [`S${n}`, { type: 'string', pattern: '(' }])),
      parameters: Object.fromEntries(
        each.map((n) => [`P${n}`, n === last ? { name: 'q', in: 'query', schema: {} } : ref(`P${n + 1}`)]),
      ),
    },
  };
  let imported: Foreign | undefined;
  const spent = cpuTime(() => {
    imported = readForeign({ text: JSON.stringify(whole), name: 'x.json', open: openNothing, shown: (name) => name });
  });
  expect(imported?.operations).toHaveLength(each.length);
  expect(imported?.decisions.length).toBeGreaterThanOrEqual(2 * each.length);
  // One or two seconds. When every decision copied the document, 3,000 took a minute.
  expect(spent).toBeLessThan(12_000);
});
