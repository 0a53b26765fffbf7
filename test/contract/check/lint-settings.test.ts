import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/config/problem.ts';
import { ProblemsError } from '../../../src/config/problem.ts';
import { parseContract } from '../../../src/contract/load-contract.ts';
import type { SETTINGS_RULES } from '../../../src/contract/rules/settings.ts';
import { HEAD } from '../fixtures.ts';

const SECURITY = `components: { securitySchemes: { sigv4: { type: apiKey, in: header, name: Authorization, x-amazon-apigateway-authtype: awsSigv4 } } }\n`;

/** A GET /orders/{id} with `settings`, at line 6. */
function contract(settings: string, rest = ''): string {
  return `${HEAD}${SECURITY}paths:
  /orders/{id}:
    get: { operationId: getOrder, x-apikit: ${settings}${rest}, parameters: [{ name: id, in: path, required: true, schema: { type: string } }, { name: status, in: query, schema: { type: string } }] }
`;
}

function problemsOf(text: string): readonly Problem[] {
  try {
    return parseContract(text, 'openapi.yaml').warnings;
  } catch (error) {
    if (error instanceof ProblemsError) return error.problems;
    throw error;
  }
}

const http = (members: string) =>
  `{ integration: { type: http, uri: "https://backend.example/x", ${members.includes('responses:') ? '' : 'responses: { default: {} }, '}${members} } }`;
const aws = (members: string) => `{ integration: { type: aws, responses: { default: {} }, ${members} } }`;
const SSM = 'uri: "arn:aws:apigateway:eu-west-1:ssm:action/GetParameter"';
const ROLE = 'credentials: "arn:aws:iam::111122223333:role/caller"';
const evaluated = JSON.stringify('#evaluate("x")');

/** Rule → settings that violate it, and a part of the message. */
const EXAMPLES: Record<
  keyof typeof SETTINGS_RULES | 'apikit-member',
  [settings: string, said: string, rest?: string][]
> = {
  'apikit-member': [
    ['{ throtle: { rate: 1, burst: 1 } }', 'x-apikit.throtle does not exist. Did you mean throttle?'],
    ['{ throttle: { rate: 1, burst: 1, per: key } }', 'throttle.per does not exist. Known here: rate, burst.'],
    ['{ cache: { key: [] } }', 'Did you mean keys?'],
    ['{ smoke: { example: a } }', 'smoke.example does not exist. Known here: maxLatency.'],
    [http('requestTemplate: {}'), 'Did you mean requestTemplates?'],
    ['{ integration: { type: mock, uri: "https://a.example" } }', 'mock integration.uri does not exist'],
    [http('responses: { default: { status: 200 } }'), 'Did you mean statusCode?'],
  ],
  'settings-value': [
    ['[]', 'x-apikit must be a section'],
    ['{ throttle: 5 }', 'throttle must be a section'],
    ['{ throttle: { rate: 5 } }', 'throttle has no burst'],
    ['{ throttle: { rate: -1, burst: 1 } }', 'throttle.rate is -1. Use a number from 0 to 10000.'],
    ['{ throttle: { rate: 1, burst: 1.5 } }', 'Use a whole number'],
    ['{ timeout: 30 }', 'x-apikit.timeout is 30'],
    ['{ timeout: 0.01 }', 'x-apikit.timeout is 0.01'],
    ['{ cache: { ttl: 3601 } }', 'cache.ttl is 3601'],
    ['{ cache: { keys: query.status } }', 'cache.keys must be a list'],
    ['{ cache: { keys: [status] } }', 'does not say where its value comes from'],
    [http('httpMethod: FETCH'), 'httpMethod is "FETCH"'],
    [http('requestTemplates: { application/json: { a: 1 } }'), 'application/json must be a string'],
    ['{ integration: { type: mock, passthroughBehavior: always } }', 'passthroughBehavior is "always"'],
    ['{ smoke: yes please }', 'smoke is "yes please". Write true'],
    ['{ smoke: { maxLatency: 0 } }', 'smoke.maxLatency is 0. Use a whole number from 1 to 60000.'],
  ],
  'cache-method': [],
  // check/lint-security.test.ts compares it with a stage.
  'integration-stage-variable': [],
  'cache-key': [
    ['{ cache: { keys: [query.stats] } }', 'getOrder has no query parameter stats'],
    ['{ cache: { keys: [header.X-Shop] } }', 'getOrder has no header parameter X-Shop'],
    ['{ cache: { keys: ["query.filter[a]"] } }', 'does not accept the name of the query parameter filter[a]'],
  ],
  'cache-shared': [['{ cache: {} }', 'get the same cached response', ', security: [{ sigv4: [] }]']],
  'integration-type': [
    ['{ integration: {} }', 'The integration has no type'],
    ['{ integration: { type: https } }', 'Did you mean http?'],
    ['{ integration: { type: aws_proxy } }', 'aws_proxy is not a type'],
    ['{ integration: { events: alerts } }', 'apikit does not make integrations with events. Send to an event bus'],
    ['{ integration: { websocket: chat } }', 'Create a WebSocket API beside this one'],
    ['{ integration: { graphql: schema } }', 'use AWS AppSync beside this API'],
  ],
  // lint-service.test.ts has operations with bodies.
  'integration-body': [['{ integration: { sqs: orders } }', 'GET has no body']],
  'integration-group': [],
  'integration-answer': [],
  // lint-service.test.ts compares it with a stage.
  'integration-queue': [],
  'integration-target': [],
  'integration-uri': [
    ['{ integration: { type: http_proxy } }', 'has no uri'],
    ['{ integration: { type: http_proxy, uri: "ftp://a.example" } }', 'is not valid for type http_proxy'],
    ['{ integration: { type: http_proxy, uri: "https://a.example/{key}" } }', '{key} in the uri has no value'],
    [aws(`uri: "https://a.example", ${ROLE}`), 'is not valid for type aws'],
  ],
  'integration-vpc-link': [
    [
      '{ integration: { type: http_proxy, uri: "http://a.example", vpcLink: "orders link" } }',
      'vpcLink must be the ID of a VPC link',
    ],
  ],
  'integration-credentials': [
    [aws(SSM), 'has no credentials'],
    [aws(`${SSM}, credentials: AKIAIOSFODNN7EXAMPLE`), 'must be the ARN of a role'],
    [aws(`${SSM}, credentials: "arn:aws:iam::*:user/*"`), 'must be the ARN of a role'],
  ],
  'integration-mapping': [
    [http('requestParameters: { header.X: "\'a\'" }'), 'not a place in a request'],
    [http('requestParameters: { integration.request.header.X: method.request.header.Y }'), 'does not declare header Y'],
    [http('requestParameters: { integration.request.header.X: a }'), 'a cannot be mapped'],
    [
      http('requestParameters: { integration.request.header.Content-Length: "\'1\'" }'),
      'API Gateway sets the header Content-Length itself',
    ],
    [
      aws(`${SSM}, ${ROLE}, requestParameters: { integration.request.header.Authorization: "'x'" }`),
      'API Gateway sets the header Authorization itself',
    ],
    [
      http('responses: { default: { responseParameters: { method.response.header.X: a } } }'),
      'not a valid mapping of a response',
    ],
  ],
  'integration-template': [
    [http('requestTemplates: { json: "{}" }'), 'json is not a media type'],
    [http(`requestTemplates: { application/json: ${evaluated} }`), 'AWS does not document #evaluate'],
    [http(`requestTemplates: { application/json: "${'x'.repeat(307_201)}" }`), 'The template is 307201 bytes'],
  ],
  'template-syntax': [
    [http(`requestTemplates: { application/json: ${JSON.stringify('#if($a)\n{}')} }`), 'not valid Velocity: line 2'],
    [
      http(`responses: { default: { responseTemplates: { application/json: "#set($n =" } } }`),
      'not valid Velocity: line 1',
    ],
  ],
  'selection-pattern': [
    [http('responses: { default: {}, "[": { statusCode: 400 } }'), '[ is not a valid regular expression'],
    [http('responses: { "4\\\\d{2}(": { statusCode: 400 } }'), 'Unterminated group'],
  ],
  'integration-responses': [
    ['{ integration: { type: http, uri: "https://a.example" } }', 'has no responses'],
    ['{ integration: { type: mock, responses: { default: { statusCode: ok } } } }', 'ok is not a status'],
    ['{ integration: { type: mock, responses: { default: {}, "2..": {} } } }', 'API Gateway keeps only one'],
  ],
  'integration-not-local': [
    [
      aws(`uri: "arn:aws:apigateway:eu-west-1:sqs:path/111122223333/queue", ${ROLE}`),
      'does not support integrations with sqs (path/…)',
    ],
  ],
};

describe('x-apikit', () => {
  const all = Object.entries(EXAMPLES).flatMap(([rule, examples]) =>
    examples.map(([settings, said, rest = '']) => [rule, settings, said, rest] as const),
  );

  it.each(all)('%s: %s', (rule, settings, said, rest) => {
    const [problem, ...others] = problemsOf(contract(settings, rest));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ rule, file: 'openapi.yaml', line: 6 });
    expect(`${problem!.message} ${problem!.fix}`).toContain(said);
    expect(problem!.column).toBeGreaterThan(30);
  });

  it('accepts Java-only patterns, and templates with macros and comments', () => {
    const responses = 'responses: { "(?i)error.*": { statusCode: 400 }, "a++b": { statusCode: 500 }, default: {} }';
    expect(problemsOf(contract(http(responses)))).toEqual([]);
    const template = JSON.stringify('## a\n#macro(m $x)$x#end#m(1)#foreach($a in [1..2])$a#end \\#if');
    expect(problemsOf(contract(http(`requestTemplates: { application/json: ${template} }`)))).toEqual([]);
  });

  it('does not cache a parameter that cannot be a cache key', () => {
    const text = `${HEAD}paths:\n  /x:\n    get:\n      operationId: o\n      x-apikit: { cache: {} }
      parameters: [{ name: "filter[a]", in: query, schema: { type: string } }]\n`;
    expect(problemsOf(text).filter(({ rule }) => rule === 'cache-key')).toHaveLength(1);
    const named = text.replace('cache: {}', 'cache: { keys: [] }');
    expect(problemsOf(named).filter(({ rule }) => rule === 'cache-key')).toEqual([]);
  });

  it('rejects smoke on an operation that a smoke test does not send', () => {
    const text = `${HEAD}paths:\n  /x:\n    options: { operationId: o, x-apikit: { smoke: true } }\n`;
    expect(problemsOf(text)).toMatchObject([
      { rule: 'settings-value', message: 'smoke is set for OPTIONS, but a smoke test does not send OPTIONS requests.' },
    ]);
    expect(problemsOf(text.replace('true', 'false'))).toEqual([]);
  });

  it('caches GET only', () => {
    const text = `${HEAD}paths:\n  /x:\n    post: { operationId: o, x-apikit: { cache: {} } }\n`;
    expect(problemsOf(text)).toMatchObject([{ rule: 'cache-method', message: 'cache is set for POST /x.' }]);
  });

  it.each([
    '{}',
    '{ throttle: { rate: 0.5, burst: 0 }, timeout: 0.05, ignore: [] }',
    '{ cache: {} }',
    '{ cache: { ttl: 1, keys: [query.status, path.id, header.Authorization, header.accept] } }',
    '{ smoke: true }',
    '{ smoke: false }',
    '{ smoke: { maxLatency: 800 } }',
    '{ integration: { type: mock } }',
    `{ integration: { type: http_proxy, uri: "http://\${stageVariables.backend}/o/{id}" } }`,
    http(
      'httpMethod: post, requestParameters: { integration.request.querystring.s: method.request.querystring.status }',
    ),
    aws(`${SSM}, credentials: "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/a"`),
    aws(
      'uri: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:f/invocations"',
    ),
  ])('accepts %s', (settings) => {
    expect(problemsOf(contract(settings))).toEqual([]);
  });
});
