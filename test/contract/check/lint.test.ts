import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemsError } from '../../../src/config/problem.ts';
import { lint } from '../../../src/contract/check/lint.ts';
import { loadContract, parseContract } from '../../../src/contract/load-contract.ts';
import { openNothing } from '../../../src/contract/read/open-file.ts';
import { readContract } from '../../../src/contract/read/read-contract.ts';
import { HEAD, itemsContract, SMALL } from '../fixtures.ts';
import { RULE_EXAMPLES } from '../rule-examples.ts';

const problemsOf = (text: string) => lint(readContract(text, 'openapi.yaml', openNothing));
const said = (text: string) =>
  problemsOf(text)
    .filter(({ severity }) => severity !== 'info')
    .map(({ severity, line, path, message, fix }) => `${severity} ${line} ${path} ${message} ${fix}`.trim());

const operation = (rest = '') => `{ operationId: op${rest} }`;
const paths = (text: string) => `${HEAD}paths:\n${text}`;

describe('a contract that API Gateway accepts', () => {
  it('has no problems', () => {
    expect(said(SMALL)).toEqual([]);
    expect(itemsContract().warnings).toEqual([]);
  });
});

describe.each(Object.entries(RULE_EXAMPLES))('%s', (rule, examples) => {
  it.each(examples)('finds %s', (_, text, expected) => {
    const found = problemsOf(text).filter((problem) => problem.rule === rule);
    expect(found.map(({ message, fix }) => `${message} ${fix}`).join('\n')).toContain(expected);
    expect(found.every(({ file, line, column }) => file === 'openapi.yaml' && line > 0 && column > 0)).toBe(true);
  });
});

describe('problems', () => {
  it('are all reported at once, in the order of the file', () => {
    const text = paths(`  /a/{id}/: { get: ${operation()} }\n  /a/{name}: { get: ${operation()} }\n`);
    expect(said(text)).toMatchSnapshot();
  });

  it('are reported once for a component with many uses', () => {
    const response = '{ description: d, headers: { Server: { schema: { type: string } } } }';
    const use = 'responses: { "200": { $ref: "#/components/responses/R" } }';
    const text = `${paths(`  /x: { get: { operationId: a, ${use} }, put: { operationId: b, ${use} } }\n`)}components: { responses: { R: ${response} } }\n`;
    expect(problemsOf(text).map(({ path }) => path)).toEqual(['/components/responses/R/headers/Server']);
  });
});

it('leaves dynamic references of CloudFormation in titles, summaries and descriptions alone', () => {
  const secret = '"about {{resolve:ssm:/shop/key}}"';
  const texts = `summary: ${secret}, description: ${secret}`;
  const text = `openapi: 3.1.0\ninfo: { title: ${secret}, version: "1", ${texts} }\nservers: [{ url: /, description: ${secret} }]
paths:\n  /x: { ${texts}, get: { operationId: op, ${texts}, responses: { "200": { description: ${secret} } } } }\n`;
  const rulesOf = (contract: string) => problemsOf(contract).map(({ rule }) => rule);
  expect(rulesOf(text)).not.toContain('cloudformation');
  expect(rulesOf(text.replace(`summary: ${secret}`, 'summary: { Ref: Shop }'))).toContain('cloudformation');
});

it('names the remedy of an extension that protects once, with its value, and says that the extension goes', () => {
  const remedyOf = (extension: string) =>
    problemsOf(`${paths(`  /x: { get: ${operation()} }\n`)}x-amazon-apigateway-${extension}\n`).map(
      ({ message, fix }) => `${message} ${fix}`,
    );
  expect(remedyOf('endpoint-configuration: { types: [PRIVATE], vpcEndpointIds: [vpce-0a1b] }')).toEqual([
    'The endpoint has vpcEndpointIds, which is not read here. Write endpoint: { type: private, vpcEndpoints: [vpce-0a1b] } in apikit.yaml, before the first deploy (docs/network.md), and remove the extension. If the API may be public, only remove the extension.',
  ]);
  expect(remedyOf('policy: {}')).toEqual([
    'A resource policy is not read here. Name the callers in access of apikit.yaml, before the first deploy (docs/access.md), and remove the extension.',
  ]);
  expect(remedyOf('security-policy: TLS_1_3')).toEqual([
    'The security policy TLS_1_3 is not read here. Remove the extension. If TLS 1.2 is not enough, write domain.securityPolicy in apikit.yaml for a custom domain (docs/domains.md).',
  ]);
});

describe('advice about a pattern that JavaScript does not accept', () => {
  const fixOf = (pattern: string) => {
    const schema = JSON.stringify({ type: 'string', pattern });
    const content = `content: { application/json: { schema: ${schema} } }`;
    return problemsOf(paths(`  /x: { post: { operationId: op, requestBody: { required: true, ${content} } } }\n`)).find(
      ({ rule }) => rule === 'schema-pattern',
    )?.fix;
  };

  it.each([
    ['a group without an end', '^(\\d{3}$'],
    ['a class without an end', '^[\\w-$'],
    ['an escape that nothing needs', '^\\p{L}+\\_$'],
    ['two stars after a repeated class', '\\p{L}+**'],
    ['a star after a class of quantifiers', '[*+]+*'],
    ['a star at the start, and a plus that is escaped', '*a*\\++'],
    ['a text with the words of another fault', '(Invalid escape: \\\\A'],
  ])('is about no other language for %s', (_, pattern) => {
    expect(fixOf(pattern)).toMatch(/^Correct it\./);
  });

  it.each([
    ['a*+b', 'no possessive quantifiers'],
    ['a{2,3}+b', 'no possessive quantifiers'],
    ['[*]++b', 'no possessive quantifiers'],
    ['(?>a)b', 'no atomic groups'],
    ['(?P<a>b)', '(?<name>…)'],
    ['a\\h', 'for \\h'],
    ['\\d\\Qa\\E', 'every escape of Perl'],
  ])('names the syntax of another language in %s', (pattern, advice) => {
    expect(fixOf(pattern)).toContain(advice);
  });
});

describe('x-apikit.ignore', () => {
  const cookie = 'parameters: [{ name: a, in: cookie, schema: { type: string } }]';
  const rules = (text: string) => problemsOf(text).map(({ rule }) => rule);

  it.each([
    [
      'at the root',
      `x-apikit: { ignore: [parameter-cookie] }\n${paths(`  /x: { get: ${operation(`, ${cookie}`)} }\n`)}`,
    ],
    ['at a path', paths(`  /x: { x-apikit: { ignore: [parameter-cookie] }, get: ${operation(`, ${cookie}`)} }\n`)],
    [
      'at an operation',
      paths(`  /x: { get: ${operation(`, ${cookie}, x-apikit: { ignore: [parameter-cookie] }`)} }\n`),
    ],
  ])('silences a warning %s', (_, text) => {
    expect(rules(text)).toEqual([]);
  });

  it('silences a note at a schema', () => {
    const schema = '{ type: string, format: uuid, x-apikit: { ignore: [schema-handler] } }';
    const text = paths(`  /x:\n    post:\n      operationId: op\n      requestBody:
        required: true\n        content: { application/json: { schema: ${schema} } }\n`);
    expect(rules(text)).toEqual([]);
  });

  it('silences a problem that is found while reading', () => {
    const schema = '{ $ref: "#/components/schemas/A", minLength: 1, x-apikit: { ignore: [ref-siblings] } }';
    const text = `${paths(`  /x:\n    post:\n      operationId: op\n      requestBody:
        required: true\n        content: { application/json: { schema: ${schema} } }\n`)}components: { schemas: { A: { type: string } } }\n`;
    expect(rules(text)).toEqual([]);
    expect(rules(text.replace('[ref-siblings]', '[]'))).toEqual(['ref-siblings']);
  });

  it('silences no error, and says so', () => {
    const text = paths('  /x: { get: { x-apikit: { ignore: [operation-id] } } }\n');
    expect(rules(text)).toEqual(['operation-id', 'ignore-error']);
  });

  it('does not apply above its place', () => {
    const text = paths(
      `  /x: { get: ${operation(`, ${cookie}`)}, put: ${operation('2, x-apikit: { ignore: [parameter-cookie] }')} }\n`,
    );
    expect(rules(text)).toEqual(['parameter-cookie']);
  });
});

describe('loadContract', () => {
  it('names a missing file', async () => {
    await expect(loadContract('/nowhere/openapi.yaml', '/nowhere')).rejects.toMatchObject({
      code: 'NoContract',
      exitCode: 2,
      message: 'The contract openapi.yaml does not exist.',
    });
  });

  it('returns its problems one by one', () => {
    expect(() => parseContract('openapi: 4.0.0\n', 'api.yaml')).toThrow(ProblemsError);
    expect(() => parseContract('openapi: 4.0.0\n', 'api.yaml')).toThrow(
      expect.objectContaining({
        code: 'InvalidContract',
        exitCode: 2,
        problems: [
          expect.objectContaining({ file: 'api.yaml', line: 1, column: 10, path: '/openapi', rule: 'openapi-version' }),
        ],
      }),
    );
  });

  it('returns warnings beside errors, and no notes', () => {
    const text = `${HEAD}paths:
  /x: { get: { operationId: op, responses: { "200": { description: ok, content: { application/json: { schema: { type: string } } } } } } }
  /y: { get: { operationId: op, requestBody: { content: { text/plain: {} } }, responses: { "200": { description: ok } } } }
`;
    expect(new Set(problemsOf(text).map(({ severity }) => severity))).toEqual(new Set(['info', 'warning', 'error']));
    expect(() => parseContract(text, 'openapi.yaml')).toThrow(
      expect.objectContaining({ problems: problemsOf(text).filter(({ severity }) => severity !== 'info') }),
    );
  });

  it('reads JSON too, with positions', () => {
    const json = JSON.stringify({ openapi: '3.0.3', info: {}, paths: { '/x': { get: {} } } }, null, 2);
    expect(said(json)).toEqual([expect.stringContaining('error 6 /paths/~1x/get get /x has no operationId.')]);
  });
});

it.each([[null], [7], [true], [[]], [{}]])('does not crash on a reference that is %j', ($ref) => {
  const schema = { $ref };
  const document = {
    openapi: '3.0.3',
    paths: {},
    components: { schemas: { a: schema, b: { allOf: [schema], not: schema } } },
  };
  expect(() => problemsOf(JSON.stringify(document))).not.toThrow();
});

it('never throws on any document', () => {
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, '#/components/schemas/a', '#/paths/~1a/get', '#/definitions/a', 'a.yaml#/b'),
      fc.string(),
      tie('list'),
      tie('object'),
    ),
    list: fc.array(tie('value'), { maxLength: 3 }),
    object: fc.dictionary(
      fc.constantFrom(
        ...'paths get post parameters requestBody content application/json schema $ref type properties items required'.split(
          ' ',
        ),
        ...'components schemas securitySchemes security name in /a /{b} oneOf enum nullable operationId'.split(' '),
        ...'definitions responses 200 headers a b __proto__ constructor x-apikit ignore callbacks allOf if then'.split(
          ' ',
        ),
      ),
      tie('value'),
      { maxKeys: 5 },
    ),
  })).object;
  fc.assert(
    fc.property(fc.constantFrom('openapi: 3.0.3', 'openapi: 3.1.0', 'swagger: "2.0"'), json, (version, document) => {
      const [key, value] = version.split(': ') as [string, string];
      problemsOf(JSON.stringify({ [key]: value.replaceAll('"', ''), ...(document as object) }));
    }),
    { numRuns: 1500 },
  );
});
