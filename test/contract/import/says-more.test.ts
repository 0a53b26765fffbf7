/** The operations of an imported document that add something to a contract, where schemas refer to one another. */
import { expect, it } from 'vitest';
import { mergeInto } from '../../../src/contract/import/merge.ts';
import { parseContract } from '../../../src/contract/load-contract.ts';
import { cpuTime } from '../../helpers/cpu-time.ts';

/** `POST /things` with a body of the schema `S0`. */
function contract(schemas: Record<string, object>): { text: string; parsed: ReturnType<typeof parseContract> } {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/S0' } } };
  const post = {
    operationId: 'makeThing',
    requestBody: { required: true, content },
    responses: { 200: { description: 'It', content } },
  };
  const info = { title: 'x', version: '1' };
  const text = JSON.stringify({ openapi: '3.0.3', info, paths: { '/things': { post } }, components: { schemas } });
  return { text, parsed: parseContract(text, 'openapi.json') };
}

function changedBy(present: Record<string, object>, imported: Record<string, object>): readonly string[] {
  const { text, parsed } = contract(present);
  return mergeInto(text, parsed, contract(imported).parsed).changed;
}

/** Schemas that each refer twice to the next one: expanded, the first contains the last 2^30 times. */
function chain(last: object): Record<string, object> {
  const next = (index: number) => ({ $ref: `#/components/schemas/S${index + 1}` });
  const links = Array.from({ length: 30 }, (_, index) => [
    `S${index}`,
    { type: 'object', properties: { a: next(index), b: next(index) } },
  ]);
  return { ...Object.fromEntries(links), S30: last };
}

it('compares repeated schemas once, and still finds a difference in the last of them', () => {
  const work = () => {
    expect(changedBy(chain({ type: 'string' }), chain({ type: 'string' }))).toEqual([]);
    expect(changedBy(chain({ type: 'string' }), chain({ type: 'string', maxLength: 5 }))).toEqual(['POST /things']);
  };
  // Some milliseconds; no machine has the memory for the expanded schema.
  expect(cpuTime(work)).toBeLessThan(5_000);
});

it('treats equivalent circles of different length as equal, and no others', () => {
  const link = (to: string, more: object = {}) => ({
    type: 'object',
    properties: { next: { $ref: `#/components/schemas/${to}` }, ...more },
  });
  expect(changedBy({ S0: link('S0') }, { S0: link('S1'), S1: link('S0') })).toEqual([]);
  const one = { name: { type: 'string' } };
  expect(changedBy({ S0: link('S0') }, { S0: link('S1'), S1: link('S0', one) })).toEqual(['POST /things']);
});

it('ignores the order of members, and whether a schema is inline', () => {
  const inner = { type: 'string', minLength: 1 };
  expect(
    changedBy(
      { S0: { type: 'object', required: ['a'], properties: { a: inner, b: inner } } },
      {
        S0: { properties: { b: { $ref: '#/components/schemas/Inner' }, a: inner }, required: ['a'], type: 'object' },
        Inner: { minLength: 1, type: 'string' },
      },
    ),
  ).toEqual([]);
});

it('finds a difference in an example that only looks like a reference', () => {
  const example = ($ref: string) => ({ S0: { type: 'object', example: { link: { $ref } } } });
  expect(changedBy(example('a.json'), example('b.json'))).toEqual(['POST /things']);
});
