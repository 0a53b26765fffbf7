/**
 * The validator of Python handlers against the compiled ones of TypeScript handlers: the same contract, the same
 * payloads.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateContract } from '../../src/codegen/generate-contract.ts';
import { pythonSchemas } from '../../src/codegen/python/python-schemas.ts';
import type { Check } from '../../src/codegen/typescript/contract-module.ts';
import { apiDocument } from '../../src/contract/model/api-document.ts';
import { packageRoot } from '../../src/files/package-root.ts';
import { hasPython } from './python.ts';
import { temporaryFolder } from './scaffold.ts';

const templates = join(packageRoot, 'src', 'templates');

const RUNNER = `
import json, sys
from api.read_request import parse_json
from generated.json_schema import Schemas
document = json.loads(sys.stdin.readline())
schemas = Schemas(document["whole"], document["patterns"], document["formats"])
for line in sys.stdin:
    index, _, text = line.partition(" ")
    value = parse_json(text)
    details = schemas.check(int(index))(value)
    print(json.dumps({"value": value, "details": details}))
`;

interface Case {
  schema: object;
  payloads: unknown[];
}

interface Checked {
  value: unknown;
  details: Array<{ path: string; message: string }>;
}

interface Compared {
  of: object;
  typescript: object;
  python: object;
}

/** Each payload of each case, by both. */
async function both(cases: Case[]): Promise<Compared[]> {
  const document = {
    openapi: '3.0.3',
    paths: Object.fromEntries(
      cases.map(({ schema }, index) => [
        `/p${index}`,
        { post: { operationId: `op${index}`, requestBody: { content: { 'application/json': { schema } } } } },
      ]),
    ),
    components: { schemas: COMPONENTS },
  };
  const { js } = await generateContract(apiDocument(document));
  const { routes } = (await import(`data:text/javascript,${encodeURIComponent(js)}`)) as {
    routes: Record<string, { body: { media: Record<string, (body: unknown) => Partial<Checked>> } }>;
  };
  const checks: Check[] = cases.map(({ schema }, at) => ({
    name: `check${at}`,
    schema,
    subject: 'A body',
    partial: false,
  }));
  await using folder = await temporaryFolder();
  await mkdir(join(folder.root, 'path'));
  await symlink(join(templates, 'generated', 'files', 'python'), join(folder.root, 'path', 'generated'));
  const sent = cases.flatMap(({ schema, payloads }, at) =>
    payloads.map((payload) => ({ at, of: schema, text: JSON.stringify(payload) })),
  );
  const input = [JSON.stringify(await pythonSchemas(document, checks)), ...sent.map(({ at, text }) => `${at} ${text}`)];
  const run = spawnSync('python3', ['-B', '-c', RUNNER], {
    input: `${input.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 1e9,
    timeout: 120_000,
    env: {
      ...process.env,
      PYTHONIOENCODING: 'utf-8',
      PYTHONPATH: [join(folder.root, 'path'), join(templates, 'shared', 'files', 'python', 'src')].join(':'),
    },
  });
  expect(run.stderr).toBe('');
  const answers = run.stdout.trim().split('\n');
  return sent.map(({ at, of, text }, index) => {
    const value: unknown = JSON.parse(text);
    const checked = routes[`POST /p${at}`]!.body.media['application/json']!(value);
    return {
      of: { schema: of, payload: text },
      typescript: sorted({ value, details: checked.details ?? [] }),
      python: sorted(JSON.parse(answers[index]!) as Checked),
    };
  });
}

/**
 * Both report the same errors. Their order may differ, and so may the pair that they report among several equal items.
 */
const sorted = ({ value, details }: Checked) => ({
  value,
  details: details.map(({ path, message }) => `${path} ${message.replace(/ \(items ## .*/, '')}`).sort(),
});

const COMPONENTS = {
  Name: { type: 'string', minLength: 2, pattern: '^[A-Z]' },
  Tree: {
    type: 'object',
    properties: {
      name: { $ref: '#/components/schemas/Name' },
      children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
    },
    required: ['name'],
  },
};

const small = fc.oneof(fc.integer({ min: -4, max: 12 }), fc.constantFrom(0.5, 2.5, 1e3, -0.1, 2 ** 31, 2 ** 53));
const word = fc.oneof(
  fc.string({ maxLength: 6, unit: 'grapheme' }),
  fc.constantFrom('a', 'b', 'ab', 'Abc', '', 'a b', '\u00a0', 'ä', '😀', '\n', 'x\n', '__proto__x'),
);
const scalar = fc.oneof(small, word, fc.boolean(), fc.constant(null));
const field = fc.constantFrom('a', 'b', 'c/d', 'name', '~');
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: 'small' }, scalar, scalar, tie('list'), tie('map')),
  list: fc.array(tie('any'), { maxLength: 4 }),
  map: fc.dictionary(field, tie('any'), { maxKeys: 4, noNullPrototype: true }),
})).any;
const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];
const PATTERNS = [
  '^a',
  'b$',
  '^[\\w-]+$',
  '\\s',
  '^\\S*$',
  '[^\\s\\d]',
  '^.$',
  '\\u{1F600}',
  '[\\]a]',
  '(?<first>a)|b',
  '^(?!a)',
  '[^]',
  '\\/',
  '^[!-~]*$',
  '[&~|]{1,2}',
  '\\bab\\b',
];

const schemaOf = (tie: (key: string) => fc.Arbitrary<unknown>): Record<string, fc.Arbitrary<unknown>> => ({
  type: fc.oneof(fc.constantFrom(...TYPES), fc.uniqueArray(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 3 })),
  enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 3, selector: (each) => JSON.stringify(each) }),
  const: value,
  minimum: small,
  maximum: small,
  exclusiveMinimum: small,
  exclusiveMaximum: small,
  multipleOf: fc.constantFrom(1, 2, 3, 0.5),
  minLength: fc.nat(3),
  maxLength: fc.nat(3),
  pattern: fc.constantFrom(...PATTERNS),
  items: fc.oneof(tie('schema'), fc.boolean()),
  prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
  minItems: fc.nat(3),
  maxItems: fc.nat(3),
  uniqueItems: fc.boolean(),
  contains: tie('schema'),
  required: fc.uniqueArray(field, { maxLength: 3 }),
  properties: fc.dictionary(field, tie('schema'), { maxKeys: 3, noNullPrototype: true }),
  additionalProperties: fc.oneof(tie('schema'), fc.boolean()),
  patternProperties: fc.dictionary(fc.constantFrom('^a', '[bc]', '~$'), tie('schema'), {
    minKeys: 1,
    maxKeys: 2,
    noNullPrototype: true,
  }),
  propertyNames: tie('schema'),
  dependentRequired: fc.dictionary(field, fc.uniqueArray(field, { minLength: 1, maxLength: 2 }), {
    minKeys: 1,
    maxKeys: 2,
    noNullPrototype: true,
  }),
  minProperties: fc.nat(3),
  maxProperties: fc.nat(3),
  allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
  anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
  oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
  not: tie('schema'),
  if: tie('schema'),
  $ref: fc.constantFrom('#/components/schemas/Name', '#/components/schemas/Tree'),
});
const KEYWORDS = Object.keys(schemaOf(() => fc.constant({})));

/** A schema with this keyword, and perhaps others around and inside it. */
function schemaWith(keyword: string): fc.Arbitrary<object> {
  const { schema, ...parts } = fc.letrec((tie) => {
    const keywords = schemaOf(tie);
    const few = (names: string[]) =>
      fc.record(Object.fromEntries(names.map((name) => [name, keywords[name]!])), { noNullPrototype: true });
    return {
      ...keywords,
      schema: fc.oneof(
        { depthSize: 'small', maxDepth: 2 },
        fc.constantFrom({}, { type: 'string' }, { type: 'integer', minimum: 2 }),
        fc.subarray(KEYWORDS, { maxLength: 2 }).chain(few),
      ),
    };
  });
  const branches = keyword === 'if' ? Object.fromEntries(['then', 'else'].map((name) => [name, schema!])) : {};
  return fc.record(
    { [keyword]: parts[keyword as keyof typeof parts] as fc.Arbitrary<unknown>, ...branches },
    { noNullPrototype: true },
  );
}

const FORMATS: Record<string, string[]> = {
  date: ['2024-02-29', '2023-02-29', '2024-13-01', '2024-1-1', '2024-01-01\n', '１２34-01-01'],
  'date-time': [
    '2024-02-29T12:00:00Z',
    '2024-02-29t12:00:00z',
    '2024-02-29 12:00:00.5+01:00',
    '2024-02-29T12:00:00',
    '2024-02-29T23:59:60Z',
    '2024-02-29T22:59:60-01:00',
    '2024-02-29T12:00:60Z',
    '2024-02-29T12:00:00+24:00',
  ],
  time: ['12:00:00Z', '24:00:00Z', '12:00:00', '23:59:60+00:00', '12:00:00+0100', '12:00:00z\n'],
  uuid: [
    '0b8f6c3e-6f0c-4a57-9d2e-3c1f5a7b9d10',
    '0B8F6C3E-6F0C-4A57-9D2E-3C1F5A7B9D10',
    'urn:uuid:0b8f6c3e-6f0c-4a57-9d2e-3c1f5a7b9d10',
    '0b8f6c3e6f0c4a579d2e3c1f5a7b9d10',
    '0b8f6c3e-6f0c-4a57-9d2e-3c1f5a7b9d10\n',
  ],
  email: ['a@b.co', 'a@b', 'A.b+c@d-e.fr', '@b.co', 'a b@c.de', 'a@b.co\n', 'ſ@b.co'],
  uri: [
    'https://a.example/b?c#d',
    'a:b',
    'nothing',
    '//a',
    'http://[::1]/',
    'http://a b',
    'http://ä.de',
    'http://a.de\n',
    'urn:x:y',
  ],
  'uri-reference': ['/a/b', 'a', '', '#x', 'a b', '%zz'],
  url: ['https://a.example', 'ftp://a.example/x y', 'http://localhost', 'http://10.0.0.1', 'http://ä.example'],
  hostname: ['a.example', '-a.example', `${'a'.repeat(64)}.example`, 'a.example.', 'a_b.example', 'a\n'],
  ipv4: ['1.2.3.4', '1.2.3.256', '01.2.3.4', '1.2.3', '1.2.3.4\n'],
  ipv6: ['::1', '1:2:3:4:5:6:7:8', '::ffff:1.2.3.4', '1::2::3', ':::', '::1\n'],
  duration: ['P1D', 'PT1H', 'P', 'P1W', 'P1Y2M', 'PT'],
  'json-pointer': ['/a/b', '', 'a', '/~2', '/~0~1'],
  'uri-template': ['/a/{b}', '/a/{b', '{?x,y*}'],
  byte: ['', 'YQ==', 'YQ=', 'YQ==\n!', '!\nYQ==', '!'],
  unknown: ['x'],
  password: ['x'],
};

describe.skipIf(!hasPython)('the validator of Python handlers', () => {
  test('finds the same problems as the compiled ones, for every keyword', async () => {
    const cases = KEYWORDS.flatMap((keyword) => {
      const pairs = fc.tuple(schemaWith(keyword), fc.array(value, { minLength: 25, maxLength: 25 }));
      return fc.sample(pairs, { numRuns: 20, seed: 7 }).map(([schema, payloads]) => ({ schema, payloads }));
    });
    for (const { of, typescript, python } of await both(cases))
      expect({ of, ...python }).toEqual({ of, ...typescript });
  });

  test('formats accept and reject the same texts and numbers', async () => {
    const texts = Object.values(FORMATS).flat();
    const numbers = [0, 1.5, 2 ** 31, -(2 ** 31), 2 ** 31 - 1, 2 ** 60, 1e300];
    const cases = [...Object.keys(FORMATS), 'int32', 'int64', 'float', 'double', 'binary'].map((format) => ({
      schema: { format },
      payloads: [...texts, ...numbers, null],
    }));
    for (const { of, typescript, python } of await both(cases))
      expect({ of, ...python }).toEqual({ of, ...typescript });
  });
});
