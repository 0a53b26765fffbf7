/**
 * Contracts with text in every field that a shell, an editor's REST client, Postman, a browser or a CI log would obey.
 */
import fc from 'fast-check';
import type { Json } from '../../src/contract/model/json.ts';

/** Each fragment has an effect if it is run; a test looks for the traces (`PWN`, a request to `evil`). */
const FRAGMENTS = [
  '$(touch PWN)',
  '`touch PWN`',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is shell
  '$(touch${IFS}PWN)',
  "'; touch PWN; '",
  '"; touch PWN; "',
  "'",
  '"',
  '\\',
  '\n',
  '\r\n',
  '\u2028',
  '\ntouch PWN\n',
  '\n###\nDELETE http://127.0.0.1:9/evil\n',
  '\nX-Evil: 1\n',
  '{{$processEnv HOME}}',
  '{{baseUrl}}',
  '{{',
  '}}',
  '{% client.log(1) %}',
  '\n> {% client.global.set("baseUrl", "http://evil") %}\n',
  '\n< /etc/passwd\n',
  '\n@baseUrl = http://evil\n',
  '@import ./evil.http',
  '[1-3]',
  '{a,b}',
  '..',
  '%',
  '@/etc/passwd',
  '-o',
  '--output PWN',
  '#',
  '//',
  '<img src=x onerror=pwn()>',
  '</script><script>pwn()</script>',
  '[x](javascript:pwn())',
  '\n##vso[task.setvariable variable=A]b\n',
  '\n::error::x\n',
  '\0',
  '\x1b[31m',
  'é',
  'PATH',
  'IFS',
  'APIKIT_URL',
  'a-b',
  'a_b',
  'A_b',
  'x',
];

export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...FRAGMENTS) }, fc.string({ unit: 'binary', maxLength: 3 })),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((parts) => parts.join(''));

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** A path segment cannot contain a slash or a brace. */
const segment = hostileText.map((text) => text.replace(/[/{}]/g, '') || 'x');
const path = fc
  .array(
    fc.oneof(
      segment,
      segment.map((name) => `{${name}}`),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((segments) => `/${segments.join('/')}`);

const schema = hostileText.chain((text) =>
  fc.constantFrom<Json>(
    { type: 'string', example: text, description: text },
    { type: 'string', enum: [text], title: text },
    { type: 'object', required: [text], properties: { [text]: { type: 'string', default: text, description: text } } },
    { type: 'string', pattern: text.replace(/[^\w\p{L}]/gu, '.') },
  ),
);

const parameter = fc.record({
  name: hostileText,
  in: fc.constantFrom('query', 'header', 'cookie'),
  required: fc.boolean(),
  description: hostileText,
  example: hostileText,
  schema,
});

const operation = fc.record(
  {
    operationId: hostileText,
    summary: hostileText,
    description: hostileText,
    tags: fc.tuple(hostileText),
    externalDocs: fc.record({ url: hostileText, description: hostileText }),
    parameters: fc.array(parameter, { maxLength: 3 }),
    requestBody: fc
      .tuple(
        fc.oneof(hostileText, fc.constantFrom('application/json', 'text/plain', 'application/xml')),
        schema,
        hostileText,
      )
      .map(([type, bodySchema, text]) => ({
        description: text,
        content: {
          [type]: { schema: bodySchema, examples: { [text]: { summary: text, description: text, value: text } } },
        },
      })),
    responses: fc.tuple(hostileText, schema).map(([text, answer]) => ({
      '200': {
        description: text,
        headers: { [text]: { description: text, schema: answer } },
        content: { 'application/json': { schema: answer, example: text } },
      },
    })),
    security: fc.constantFrom([], [{ key: [] }]),
  },
  { requiredKeys: ['operationId', 'responses'] },
);

/**
 * The contract is valid in form only: the lint would refuse most of it, but code that writes files from a contract must
 * not rely on that.
 */
export const hostileContract: fc.Arbitrary<Json> = fc
  .record({
    title: hostileText,
    description: hostileText,
    contact: fc.record({ name: hostileText, url: hostileText, email: hostileText }),
    license: fc.record({ name: hostileText, url: hostileText }),
    server: hostileText,
    tag: hostileText,
    component: schema,
    paths: fc.array(fc.tuple(path, fc.constantFrom(...METHODS), operation), { minLength: 1, maxLength: 4 }),
  })
  .map(({ title, description, contact, license, server, tag, component, paths }) => ({
    openapi: '3.0.3',
    info: { title, description, version: title, contact, license, termsOfService: server },
    servers: [
      { url: server, description },
      { url: `https://x${server}.example`, description },
    ],
    tags: [{ name: tag, description, externalDocs: { url: server, description } }],
    paths: Object.fromEntries(paths.map(([at, method, written]) => [at, { [method]: written }])),
    components: {
      schemas: { Thing: component },
      securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-api-key', description } },
    },
  }));
