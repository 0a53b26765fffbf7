import { expect, it } from 'vitest';
import { doublingSchemas } from '../../../src/contract/check/nested-choices.ts';

const self = { $ref: '#/components/schemas/Node' };
const other = { $ref: '#/components/schemas/Other' };
const object = (properties: object) => ({ type: 'object', properties });

/** Returns how often the rule reports the document's schemas. */
function told(Node: object, more: object = {}): number {
  const schemas: Record<string, object> = { Node, ...more };
  const doubles = doublingSchemas({ components: { schemas } });
  return Object.values(schemas).filter((schema) => doubles(schema as never)).length;
}

it.each([
  ['a tree', told(object({ left: self, right: self, children: { type: 'array', items: self } }))],
  ['alternatives with different members', told({ oneOf: [object({ a: self }), object({ b: self })] })],
  ['a member beside alternatives', told({ ...object({ child: self }), oneOf: [object({ t: {} }), object({ t: {} })] })],
  [
    'a member of several alternatives without a circle',
    told({ oneOf: [object({ a: other }), object({ a: other })] }, { Other: object({}) }),
  ],
  ['a base of a whole schema', told({ allOf: [other, object({ child: self })] }, { Other: object({ id: {} }) })],
])('%s is accepted', (_what, times) => {
  expect(times).toBe(0);
});

it.each([
  ['alternatives with the same member', told({ anyOf: [object({ child: self }), object({ child: self })] })],
  [
    'a circle through another schema, once',
    told({ oneOf: [object({ a: other }), object({ a: other })] }, { Other: object({ up: self }) }),
  ],
  ['a base that occurs twice', told({ allOf: [other, other] }, { Other: object({ child: self }) })],
  [
    'lists',
    told({
      oneOf: [
        { type: 'array', items: self },
        { type: 'array', items: self, minItems: 2 },
      ],
    }),
  ],
  ['any member', told({ oneOf: [{ additionalProperties: self }, { patternProperties: { '^x': self } }] })],
])('%s is reported', (_what, times) => {
  expect(times).toBe(1);
});

it('a circle in a long chain is found without a stack overflow', () => {
  const chain = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, index) => [
      `S${index}`,
      object({ next: index === 19_999 ? self : { $ref: `#/components/schemas/S${index + 1}` } }),
    ]),
  );
  const first = { $ref: '#/components/schemas/S0' };
  expect(told({ oneOf: [object({ next: first }), object({ next: first })] }, chain)).toBe(1);
});
