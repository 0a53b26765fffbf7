/** Any members of a shape, by AWS's model: every type, with the values that are difficult for some protocol. */
import type { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import {
  type OperationModel,
  type Shape,
  type StructureShape,
  shapeNamed,
} from '../../../src/local/cloud/operation-model.ts';

export type Members = Record<string, unknown>;

/** The characters that texts can hold. XML and URLs have no lone surrogates, and headers have only a part of ASCII. */
export type Alphabet = 'utf-16' | 'utf-8' | 'header';

const DIFFICULT = [
  '',
  ' a ',
  '\u0000',
  '\u001f\u007f',
  '\r\n\t',
  '<&>"\']]>',
  '\ufeff',
  '\u2028',
  '😀',
  'é',
  '%2F+/=&',
];

const texts: Readonly<Record<Alphabet, fc.Arbitrary<string>>> = {
  'utf-16': fc.oneof(
    fc.constantFrom(...DIFFICULT, '\ud83d', '\ude00\ud83d'),
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  ),
  'utf-8': fc.oneof(fc.constantFrom(...DIFFICULT), fc.string({ unit: 'binary' })),
  header: fc.stringMatching(/^[!-~]([ -~]*[!-~])?$/),
};

/**
 * Members that the SDK changes: it accepts only some values (`EndpointId` is a part of the address), encodes keys, or
 * has other types than the model (S3, and the text that Route 53 calls a number).
 */
const OF_SDK = new Set([
  'ChecksumAlgorithm',
  'ChecksumMode',
  'SSECustomerKey',
  'CopySourceSSECustomerKey',
  'EndpointId',
  'Expires',
  'LastModifiedTime',
  'MaxItems',
  'ResponseExpires',
]);

/** The levels of structures inside of each other. */
const DEPTH = 3;

/** The SDK's schema tells which structures are unions, and which members the SDK itself fills in. */
export function arbitraryMembers(
  model: OperationModel,
  shape: StructureShape,
  schema: NormalizedSchema,
  alphabet: Alphabet,
): fc.Arbitrary<Members> {
  return structure(model, shape, schema, alphabet, DEPTH);
}

function structure(
  model: OperationModel,
  { members }: StructureShape,
  schema: NormalizedSchema,
  alphabet: Alphabet,
  depth: number,
): fc.Arbitrary<Members> {
  const known = Object.fromEntries(schema.structIterator());
  const required: string[] = [];
  const entries = Object.entries(members).flatMap(([name, member]): [string, fc.Arbitrary<unknown>][] => {
    const of = known[name];
    // The newer of the two sources can have more members.
    if (of === undefined || OF_SDK.has(name) || (depth <= 0 && !of.isStringSchema())) return [];
    const { shape, in: place } = typeof member === 'string' ? { shape: member, in: 'body' } : member;
    if (place === 'uri' || place === 'statusCode' || of.isIdempotencyToken()) required.push(name);
    if (place === 'statusCode') return [[name, fc.integer({ min: 200, max: 203 })]];
    const isHeader = place === 'header' || place === 'headers';
    const found = value(model, shapeNamed(model, shape), of, isHeader ? 'header' : alphabet, depth);
    // SDKs check the names of buckets themselves.
    if (name === 'Bucket' && place === 'uri') return [[name, fc.stringMatching(/^[a-z0-9]{3,9}$/)]];
    return [[name, place === 'uri' ? found.filter((text) => !['', '.', '..'].includes(String(text))) : found]];
  });
  if (schema.isUnionSchema() && entries.length > 0)
    return fc.oneof(...entries.map(([name, one]) => one.map((given) => ({ [name]: given }))));
  return fc.record(Object.fromEntries(entries), { requiredKeys: required }) as fc.Arbitrary<Members>;
}

function value(
  model: OperationModel,
  shape: Shape,
  schema: NormalizedSchema,
  alphabet: Alphabet,
  depth: number,
): fc.Arbitrary<unknown> {
  switch (shape.type) {
    case 'structure':
      return structure(model, shape, schema, alphabet, depth - 1);
    case 'list':
      return fc.array(value(model, shapeNamed(model, shape.item), schema.getValueSchema(), alphabet, depth), {
        maxLength: 3,
      });
    case 'map': {
      const isHeader = alphabet === 'header';
      const keys = (isHeader ? fc.stringMatching(/^[a-z0-9]+$/) : texts[alphabet]).filter((key) => key !== '__proto__');
      const one = value(model, shapeNamed(model, shape.value), schema.getValueSchema(), alphabet, depth);
      return fc.dictionary(keys, one, { maxKeys: 3, noNullPrototype: true });
    }
    case 'string':
      return texts[alphabet];
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer();
    case 'long':
      return fc.maxSafeInteger();
    case 'timestamp':
      return fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }).map((time) => {
        // A date of HTTP has no fractions of a second.
        return alphabet === 'header' ? new Date(Math.floor(time.getTime() / 1000) * 1000) : time;
      });
    case 'blob':
      return fc.uint8Array({ maxLength: 20 });
    case 'document':
      // Documents are the attribute values of DynamoDB.
      return texts[alphabet].map((S) => ({ S }));
    default:
      // No protocol keeps the sign of zero.
      return fc.double().map((number) => (number === 0 ? 0 : number));
  }
}
