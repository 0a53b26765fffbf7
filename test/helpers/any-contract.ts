/** Contracts with any names and texts, for the tests of generators. */
import fc from 'fast-check';

/** Keywords of TypeScript, names that differ only in punctuation, and texts that are no names. */
const NAMES = [
  'Owner',
  'function',
  'class',
  'import',
  'string',
  'any',
  'order-line',
  'order.line',
  'order_line',
  '2fa',
  'constructor',
  '__proto__',
  'é',
  'Schemas',
  'Record',
];

const name = fc.constantFrom(...NAMES);
/** Texts that end a comment, a string or a template, and any other text. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('*/', '`', "'", '\\', '\n', '\u2028', '`${', '*\n/'),
);

const { schema } = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    name.map((each) => ({ $ref: `#/components/schemas/${each}` })),
    fc.record(
      {
        type: fc.constantFrom(
          'string',
          'integer',
          'boolean',
          ['string', 'null'],
          ['object', 'null'],
          ['array', 'null', 'string'],
        ),
        nullable: fc.boolean(),
        description: anyText,
      },
      { requiredKeys: ['type'] },
    ),
    fc
      .array(fc.oneof(anyText, fc.integer(), fc.constant(null), fc.boolean()), { maxLength: 3 })
      .map((values) => ({ enum: values.length > 0 ? [...new Set(values)] : [1] })),
    fc.record({ type: fc.constant('array'), items: tie('schema'), nullable: fc.boolean() }),
    fc
      .record({
        nullable: fc.boolean(),
        names: fc.uniqueArray(fc.oneof(name, anyText), { maxLength: 3 }),
        member: tie('schema'),
        description: anyText,
        additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
      })
      .map(({ names, member, ...rest }) => ({
        type: 'object',
        ...rest,
        required: names.slice(1),
        properties: Object.fromEntries(names.map((each) => [each, member])),
      })),
    fc
      .tuple(
        fc.constantFrom('allOf', 'oneOf', 'anyOf'),
        fc.array(tie('schema') as fc.Arbitrary<object>, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
      )
      .map(([keyword, all, nullable]) => ({ [keyword]: all, nullable })),
  ),
}));

/** Contracts that the lint would not accept either, because their names and texts can be anything. */
export const anyContract = fc
  .record({
    schemas: fc.array(schema, { minLength: NAMES.length, maxLength: NAMES.length }),
    ids: fc.uniqueArray(anyText, { minLength: 2, maxLength: 2 }),
    parameter: anyText,
    type: anyText,
  })
  .map(({ schemas, ids, parameter, type }) => ({
    openapi: '3.0.3',
    paths: {
      '/things/{id}': {
        post: {
          operationId: ids[0],
          parameters: [
            { name: parameter, in: 'query', description: type, schema: schemas[0] },
            { name: 'X-Thing', in: 'header', required: true, schema: schemas[1] },
          ],
          requestBody: { content: { 'application/json': { schema: schemas[2] }, [type]: { schema: schemas[3] } } },
          responses: {
            200: {
              description: type,
              content: { 'application/json': { schema: { $ref: '#/components/schemas/function' } } },
            },
            default: { description: 'x' },
          },
        },
      },
      [`/${type.replaceAll('/', '')}`]: { get: { operationId: ids[1], responses: {} } },
    },
    components: { schemas: Object.fromEntries(NAMES.map((each, index) => [each, schemas[index]])) },
  }));
