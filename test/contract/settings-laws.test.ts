/**
 * For every `x-apikit`, the lint refuses it and names the place, or the embedded API Gateway accepts and deploys it.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ProblemsError } from '../../src/config/problem.ts';
import { parseContract } from '../../src/contract/load-contract.ts';
import type { Contract } from '../../src/contract/model/contract.ts';
import { stageConfig } from './fixtures.ts';
import { type ContractCloud, startContractCloud } from './serve-contract.ts';

let served: ContractCloud;
beforeAll(async () => {
  served = await startContractCloud();
});
afterAll(async () => await served.close());

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
/** Mostly valid values, so that many documents are accepted, and sometimes invalid ones or any value. */
const usually = (good: readonly unknown[], bad: readonly unknown[] = []) =>
  fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: bad.length > 0 ? fc.constantFrom(...bad) : fc.anything() },
    { weight: 1, arbitrary: fc.anything() },
  );
const mapOf = (key: fc.Arbitrary<unknown>, value: fc.Arbitrary<unknown>) =>
  fc
    .array(fc.tuple(key, value), { maxLength: 2 })
    .map((entries) => Object.fromEntries(entries.map(([k, v]) => [String(k), v])));

const mapping = mapOf(
  usually(
    ['integration.request.header.X-A', 'integration.request.querystring.a', 'integration.request.path.id'],
    [
      'integration.request.header.Authorization',
      'integration.request.header.Content-Length',
      'integration.request.body.a',
    ],
  ),
  usually(
    [
      "'text'",
      'method.request.path.id',
      'method.request.querystring.status',
      'method.request.multivaluequerystring.status',
      'method.request.body',
      'method.request.body.a',
      'context.requestId',
      'stageVariables.a',
    ],
    ['method.request.header.Absent', 'anything', 'integration.response.header.x'],
  ),
);
const templates = mapOf(
  usually(['application/json', 'text/plain'], ['json', '$default']),
  usually(['{"statusCode": 200}', '$input.body', '#if(true)a#end'], ['#evaluate("x")']),
);
const response = fc.record(
  {
    statusCode: usually([200, '201', 404], ['ok', 99]),
    responseParameters: mapOf(
      usually(['method.response.header.X-B', 'method.response.header.ETag'], ['method.response.body']),
      usually(["'b'", 'integration.response.header.b', 'integration.response.body.b', 'context.requestId'], ['b']),
    ),
    responseTemplates: templates,
    contentHandling: usually(['CONVERT_TO_TEXT', 'CONVERT_TO_BINARY'], ['convert']),
  },
  { requiredKeys: [] },
);
const responses = fc.record({ default: response, '4..': response }, { requiredKeys: ['default'] });
const SERVICE = 'arn:aws:apigateway:eu-west-1:dynamodb:action/GetItem';
const LAMBDA =
  'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:000000000000:function:f/invocations';
const backend = {
  httpMethod: usually(['GET', 'post', 'ANY'], ['FETCH']),
  passthroughBehavior: usually(['never', 'WHEN_NO_MATCH', 'when_no_templates'], ['always']),
  requestParameters: mapping,
};
const mapped = { requestTemplates: templates, contentHandling: usually(['CONVERT_TO_TEXT'], ['text']) };
const http = usually(
  ['https://b.example/{id}', `http://\${stageVariables.host}/x`, 'https://b.example'],
  ['b.example', SERVICE],
);
const tlsConfig = fc.record({ insecureSkipVerification: fc.boolean() });
const integration = fc.oneof(
  fc.record({ type: fc.constant('mock'), requestTemplates: templates, responses }, { requiredKeys: ['type'] }),
  fc.record(
    { type: fc.constant('http'), uri: http, responses, tlsConfig, ...backend, ...mapped },
    { requiredKeys: ['type', 'uri', 'responses'] },
  ),
  fc.record({ type: fc.constant('http_proxy'), uri: http, tlsConfig, ...backend }, { requiredKeys: ['type', 'uri'] }),
  fc.record(
    {
      type: fc.constant('aws'),
      uri: usually([SERVICE, LAMBDA], ['https://b.example']),
      credentials: usually(['arn:aws:iam::111122223333:role/a'], ['arn:aws:iam::*:user/*', 'secret']),
      responses,
      ...backend,
      ...mapped,
    },
    { requiredKeys: ['type', 'uri', 'credentials', 'responses'] },
  ),
  fc.anything(),
);
const settings = fc.record({
  throttle: maybe(
    usually(
      [
        { rate: 1, burst: 2 },
        { rate: 0.5, burst: 0 },
      ],
      [{ rate: 1 }],
    ),
  ),
  cache: maybe(usually([{}, { ttl: 60, keys: ['query.status', 'path.id'] }, { keys: ['header.Authorization'] }])),
  timeout: maybe(usually([1, 29, 0.05], [30])),
  integration: maybe(integration),
  smoke: maybe(usually([true, false, { maxLatency: 800 }], ['yes', { maxLatency: 0 }])),
});

function contractOf(method: string, own: unknown): Contract | readonly { line: number; rule?: string }[] {
  const parameters = [
    { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
    { name: 'status', in: 'query', schema: { type: 'string' } },
  ];
  const operation = { operationId: 'one', parameters, 'x-apikit': own };
  const document = {
    openapi: '3.0.3',
    info: { title: 't', version: '1' },
    paths: { '/things/{id}': { [method]: operation } },
  };
  try {
    return parseContract(JSON.stringify(document), 'openapi.yaml');
  } catch (error) {
    if (error instanceof ProblemsError) return error.problems;
    throw error;
  }
}

it('a setting is either rejected by the lint or accepted by API Gateway', async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('get', 'get', 'get', 'put'),
      settings,
      fc.constantFrom<string[]>([], ['https://a.example'], ['https://a.example', 'https://b.example']),
      async (method, own, origins) => {
        const contract = contractOf(method, own);
        if ('operations' in contract) {
          taken += 1;
          const config = { ...stageConfig({ cors: { origins } }), cache: CACHE };
          await served.serve(contract, config);
        } else {
          for (const problem of contract) expect(problem).toMatchObject({ line: 1, rule: expect.any(String) });
        }
      },
    ),
    { numRuns: 300 },
  );
  expect(taken).toBeGreaterThan(40);
});

const CACHE = { size: '0.5', ttl: 300, encrypted: true, invalidation: 'warn' } as const;
