import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemsError } from '../../src/config/problem.ts';
import { parseSource } from '../../src/config/source.ts';
import { lint } from '../../src/contract/lint.ts';
import { loadContract, parseContract } from '../../src/contract/load-contract.ts';
import { HEAD, itemsContract, SMALL } from './fixtures.ts';

const problemsOf = (text: string) => lint(parseSource(text, 'openapi.yaml'));
const said = (text: string) =>
  problemsOf(text).map(({ severity, line, path, message, fix }) =>
    `${severity} ${line} ${path} ${message} ${fix}`.trim(),
  );

const operation = (rest = '') => `{ operationId: op${rest} }`;
const paths = (text: string) => `${HEAD}paths:\n${text}`;
const get = (rest: string) => paths(`  /x:\n    get: ${operation(`, ${rest}`)}\n`);
const post = (schema: string) =>
  paths(`  /x:\n    post:\n      operationId: op\n      requestBody:
        required: true\n        content: { application/json: { schema: ${schema} } }\n`);

describe('a contract that API Gateway takes', () => {
  it('is passed without a word', () => {
    expect(said(SMALL)).toEqual([]);
    expect(itemsContract().warnings).toEqual([]);
  });
});

describe('what is refused, with place and fix', () => {
  it.each([
    ['Swagger 2.0', 'swagger: "2.0"\npaths: {}\n', 'Swagger 2.0, which apikit does not support yet'],
    ['OpenAPI 3.1', 'openapi: 3.1.0\npaths: {}\n', 'API Gateway does not take OpenAPI 3.1.0'],
    ['no version', 'paths: {}\n', 'Begin with openapi: 3.0.3'],
    ['a list', '- a\n', 'This is no OpenAPI document'],
    ['broken YAML', 'openapi: [\n', 'This is not valid YAML'],
    ['circular aliases', 'openapi: 3.0.3\npaths: &p { a: *p }\n', 'lead in a circle'],
    ['no operations', paths('  /x: {}\n'), 'The document has no operations'],
    ['a path twice', paths(`  /x: { get: ${operation()} }\n  /x: {}\n`), '/x is written twice'],
    [
      'sibling parameters',
      paths(`  /a/{id}: { get: ${operation()} }\n  /a/{name}/b: { get: ${operation('2')} }\n`),
      'Use {id} in both',
    ],
    ['a partial segment', paths(`  /x-{id}: { get: ${operation()} }\n`), 'mixes a parameter with text'],
    ['two in a segment', paths(`  "/{a}.{b}": { get: ${operation()} }\n`), 'mixes a parameter with text'],
    ['odd characters', paths(`  /a~b: { get: ${operation()} }\n`), 'characters that API Gateway refuses'],
    ['a trailing slash', paths(`  /a/: { get: ${operation()} }\n`), 'Remove the slash at the end'],
    ['no slash', paths(`  a: { get: ${operation()} }\n`), 'Write /a.'],
    ['a greedy parameter inside', paths(`  "/{p+}/a": { get: ${operation()} }\n`), 'Move it to the end'],
    ['a reserved path', paths(`  /ping: { get: ${operation()} }\n`), 'reserved by API Gateway'],
    ['a parameter twice', paths(`  "/{a}/{a}": { get: ${operation()} }\n`), 'one parameter twice'],
    ['TRACE', paths(`  /x: { get: ${operation()}, trace: {} }\n`), 'API Gateway has no TRACE'],
    ['a method misspelt', paths(`  /x: { get: ${operation()}, pots: {} }\n`), 'Did you mean post?'],
    ['no operationId', paths('  /x: { get: { responses: {} } }\n'), 'Add one, e.g. operationId: listItems'],
    [
      'an operationId twice',
      paths(`  /x: { get: ${operation()}, put: ${operation()} }\n`),
      'op is the operationId of get /x too',
    ],
    ['a null operation', paths('  /x: { get: }\n'), 'get /x is no operation'],
    ['a remote reference', post('{ $ref: "https://x.example/a.yaml" }'), 'leads to another host'],
    ['a file reference', post('{ $ref: "./a.yaml#/X" }'), 'leads to another file'],
    ['a deep reference', post('{ $ref: "#/components/schemas/A/properties/b" }'), 'leads into a part of the document'],
    ['a dangling reference', post('{ $ref: "#/components/schemas/A" }'), 'leads nowhere'],
    [
      'a parameter in two places',
      get('parameters: [{ name: a, in: query }, { name: a, in: header }]'),
      'takes a name once',
    ],
    ['a path parameter that is not there', get('parameters: [{ name: a, in: path }]'), 'is not in /x'],
    ['a parameter without a place', get('parameters: [{ name: a }]'), 'no name or no place'],
    ['an unknown scheme', get('security: [{ nope: [] }]'), 'There is no security scheme nope'],
    ['alternatives', get('security: [{ a: [] }, { b: [] }]'), 'API Gateway takes one per operation'],
    [
      'a resource policy',
      `${get('')}x-amazon-apigateway-policy: {}\n`,
      'x-amazon-apigateway-policy is not supported yet, and would be lost.',
    ],
    [
      'IAM by extension',
      get('x-amazon-apigateway-auth: { type: AWS_IAM }'),
      'x-amazon-apigateway-auth is not supported yet',
    ],
    ['x-apikit', get('x-apikit: { cache: 1 }'), 'x-apikit is not supported yet'],
    ['a wrong type', post('{ type: strng }'), 'Did you mean string?'],
    ['an array without items', post('{ type: array }'), 'Add items:'],
    [
      'required inside a property',
      post('{ type: string, required: true }'),
      'Write required: [a, b] beside properties.',
    ],
    ['a broken pattern', post('{ type: string, pattern: "(" }'), 'no regular expression'],
  ])('%s', (_, text, expected) => {
    const errors = problemsOf(text).filter(({ severity }) => severity === 'error');
    expect(errors.map(({ message, fix }) => `${message} ${fix}`).join('\n')).toContain(expected);
    expect(errors.every(({ line, column }) => line > 0 && column > 0)).toBe(true);
  });

  it.each([
    ['{ type: http, scheme: bearer }', 'E7'],
    ['{ type: oauth2, flows: {} }', 'E2'],
    ['{ type: apiKey, in: query, name: key }', 'reads keys from the header x-api-key only'],
    ['{ type: apiKey, in: header, name: Authorization, x-amazon-apigateway-authtype: awsSigv4 }', 'E1'],
    ['{ type: apiKey, in: header, name: Authorization, x-amazon-apigateway-authtype: custom }', 'E4'],
  ])('the scheme %s', (scheme, expected) => {
    const text = `${get('security: [{ s: [] }]')}components: { securitySchemes: { s: ${scheme} } }\n`;
    expect(said(text).join('\n')).toContain(expected);
  });

  it('says all of it at once, in the order of the file', () => {
    const text = paths(`  /a/{id}/: { get: ${operation()} }\n  /a/{name}: { get: ${operation()} }\n`);
    expect(said(text)).toMatchSnapshot();
  });

  it.each([
    ['a cookie parameter', get('parameters: [{ name: a, in: cookie }]'), 'Read the Cookie header'],
    [
      'an optional body',
      paths('  /x: { post: { operationId: o, requestBody: { content: { application/json: {} } } } }\n'),
      'cannot validate it',
    ],
    [
      'a format that draft-04 has not',
      post('{ type: object, properties: { id: { type: string, format: uuid } } }'),
      'API Gateway cannot check format: uuid.',
    ],
    ['an extension of its own', get('x-amazon-apigateway-integration: {}'), 'is replaced by what apikit writes'],
  ])('only warns of %s', (_, text, expected) => {
    const problems = problemsOf(text);
    expect(problems.map(({ severity }) => severity)).toEqual(['warning']);
    expect(`${problems[0]!.message} ${problems[0]!.fix}`).toContain(expected);
  });

  it('warns when the paths make more resources than AWS allows', () => {
    const many = Array.from({ length: 301 }, (_, n) => `  /p${n}: { get: ${operation(String(n))} }\n`).join('');
    expect(said(paths(many))).toEqual([expect.stringContaining('302 resources')]);
  });
});

describe('loadContract', () => {
  it('names a file that is not there', async () => {
    await expect(loadContract('/nowhere/openapi.yaml', '/nowhere')).rejects.toMatchObject({
      code: 'NoContract',
      exitCode: 2,
      message: 'The contract openapi.yaml does not exist.',
    });
  });

  it('carries its problems one by one', () => {
    expect(() => parseContract('openapi: 3.1.0\n', 'api.yaml')).toThrow(ProblemsError);
    expect(() => parseContract('openapi: 3.1.0\n', 'api.yaml')).toThrow(
      expect.objectContaining({
        code: 'InvalidContract',
        exitCode: 2,
        problems: [expect.objectContaining({ file: 'api.yaml', line: 1, column: 10, path: '/openapi' })],
      }),
    );
  });

  it('reads JSON too, with positions', () => {
    const json = JSON.stringify({ openapi: '3.0.3', info: {}, paths: { '/x': { get: {} } } }, null, 2);
    expect(said(json)).toEqual([expect.stringContaining('error 6 /paths/~1x/get get /x has no operationId.')]);
  });
});

it('never throws, whatever the document', () => {
  const json = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, fc.constant(null), fc.boolean(), fc.string(), tie('list'), tie('object')),
    list: fc.array(tie('value'), { maxLength: 3 }),
    object: fc.dictionary(
      fc.constantFrom(
        ...'paths get post parameters requestBody content application/json schema $ref type properties items required'.split(
          ' ',
        ),
        ...'components schemas securitySchemes security name in /a /{b} oneOf enum nullable operationId'.split(' '),
      ),
      tie('value'),
      { maxKeys: 5 },
    ),
  })).object;
  fc.assert(
    fc.property(json, (document) => {
      problemsOf(JSON.stringify({ openapi: '3.0.3', ...(document as object) }));
    }),
    { numRuns: 300 },
  );
});
