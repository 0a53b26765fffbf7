import { describe, expect, it } from 'vitest';
import { describeViolations } from '../../../src/local/gateway/deployment/describe-violation.ts';
import type { Method } from '../../../src/local/state/apis/model.ts';
import { API_ID, startGateway } from './gateway-rig.ts';

const modelUrl = (name: string) => `https://apigateway.amazonaws.com/restapis/${API_ID}/models/${name}`;

const SCHEMAS: Record<string, object> = {
  Numbers: {
    $schema: 'http://json-schema.org/draft-04/schema#',
    type: 'object',
    properties: { a: { type: 'number' }, b: { type: 'number' } },
    required: ['a', 'b'],
  },
  NumbersList: { type: 'array', items: { $ref: modelUrl('Numbers') } },
  Person: {
    type: 'object',
    required: ['name'],
    properties: { name: { type: 'string', minLength: 2 }, house: { $ref: modelUrl('House') } },
    additionalProperties: false,
  },
  House: { type: 'object', properties: { contains: { type: 'array', items: { $ref: modelUrl('Person') } } } },
  Choice: {
    type: 'object',
    required: ['status'],
    properties: { status: { oneOf: [{ type: 'null' }, { $ref: modelUrl('Numbers') }] } },
  },
  Above: {
    type: 'object',
    properties: { n: { type: 'number', minimum: 1, exclusiveMinimum: true }, c: { enum: ['red'] } },
  },
};

async function validating(method: Partial<Method>, gatewayResponses = {}) {
  const rig = await startGateway();
  const models = Object.entries(SCHEMAS).map(([name, schema]) => {
    return [name, { id: name, name, contentType: 'application/json', schema: JSON.stringify(schema) }];
  });
  const validator = { id: 'all', validateRequestBody: true, validateRequestParameters: true };
  const bodyless = { id: 'parameters', validateRequestBody: false, validateRequestParameters: true };
  rig.deploy({ paths: { '/nested/{test}': { ANY: { requestValidatorId: 'all', ...method } } } });
  const deployments = rig.cloud.collection<{ snapshot: { definition: object } }>(
    { account: '000000000000', region: 'eu-west-1' },
    'apigateway.deployments',
  );
  const deployment = deployments.get(`${API_ID}/dep1`)!;
  const definition = {
    ...deployment.snapshot.definition,
    models: Object.fromEntries(models),
    requestValidators: { all: validator, parameters: bodyless },
    gatewayResponses,
  };
  deployments.put(`${API_ID}/dep1`, { ...deployment, snapshot: { ...deployment.snapshot, definition } });
  return rig;
}

describe('required parameters', () => {
  const requestParameters = {
    'method.request.querystring.qs1': true,
    'method.request.path.test': true,
    'method.request.header.X-Header': true,
    'method.request.querystring.optional': false,
  };

  it.each([
    ['GET /dev/nested/v?qs1=x', { 'x-header': 'y' }, undefined],
    ['GET /dev/nested/v?qs1=x', {}, 'X-Header'],
    ['GET /dev/nested/v?qs1=x', { 'X-Header': '' }, 'X-Header'],
    ['GET /dev/nested/v?qs1=', { 'X-Header': 'y' }, 'qs1'],
    ['GET /dev/nested/v', {}, 'X-Header, qs1'],
  ])('%s %o', async (line, headers, missing) => {
    const rig = await validating({ requestParameters });
    const reply = await rig.call(line, { headers });
    if (missing === undefined) expect(reply.status).toBe(200);
    else {
      expect(reply).toMatchObject({
        status: 400,
        text: `{"message": "Missing required request parameters: [${missing}]"}`,
      });
      expect(reply.headers['x-amzn-errortype']).toBe('BadRequestException');
    }
  });

  it('are not checked without a validator', async () => {
    const rig = await validating({ requestParameters, requestValidatorId: undefined });
    expect((await rig.call('GET /dev/nested/v')).status).toBe(200);
  });
});

describe('bodies', () => {
  it.each([
    ['Numbers', '{"a":1,"b":2}', true],
    ['Numbers', '{"a":1}', false],
    ['Numbers', '{"a":1,', false],
    ['Numbers', '', false],
    ['NumbersList', '[{"a":1,"b":2}]', true],
    ['NumbersList', '[{"a":1}]', false],
    ['Choice', '{"status":null}', true],
    ['Choice', '{"status":{"a":1,"b":2}}', true],
    ['Choice', '{"status":{"a":1}}', false],
    ['Person', '{"name":"Jo","house":{"contains":[{"name":"Al"}]}}', true],
    ['Person', '{"name":"Jo","house":{"contains":[{"n":"Al"}]}}', false],
    ['Above', '{"n":1}', false],
    ['Above', '{"n":1.5}', true],
    ['Empty', '{"anything":true}', true],
  ])('%s accepts %s: %s', async (model, body, valid) => {
    const rig = await validating({ requestModels: { 'application/json': model } });
    const reply = await rig.call('POST /dev/nested/v', { body });
    expect([reply.status, reply.text]).toEqual(valid ? [200, '{}'] : [400, '{"message": "Invalid request body"}']);
  });

  it('are validated by the model of their media type, otherwise by $default, otherwise not at all', async () => {
    const headers = { 'Content-Type': 'Text/X; charset=utf-8' };
    const status = async (requestModels: Record<string, string>) => {
      const rig = await validating({ requestModels });
      return (await rig.call('POST /dev/nested/v', { headers, body: '{"a":1}' })).status;
    };
    expect(await status({ 'text/x': 'Numbers' })).toBe(400);
    expect(await status({ $default: 'Numbers' })).toBe(400);
    // The MOCK has a template for JSON only: a request that passes validation reaches it and fails there.
    expect(await status({ 'application/json': 'Numbers' })).toBe(500);
  });

  it('are not validated by a validator of parameters', async () => {
    const rig = await validating({
      requestModels: { 'application/json': 'Numbers' },
      requestValidatorId: 'parameters',
    });
    expect((await rig.call('POST /dev/nested/v', { body: '{}' })).status).toBe(200);
  });

  it('are reported after missing parameters, not with them', async () => {
    const rig = await validating({
      requestModels: { 'application/json': 'Numbers' },
      requestParameters: { 'method.request.querystring.q': true },
    });
    expect((await rig.call('POST /dev/nested/v', { body: '{}' })).json.message).toContain('[q]');
  });

  it.each([
    [
      'Person',
      '{"age":1}',
      ['object has missing required properties (["name"])', 'not allowed by the schema: ["age"]'],
    ],
    ['Person', '{"name":"J"}', ['string "J" is too short (length: 1, required minimum: 2)']],
    [
      'Numbers',
      '{"a":"x","b":1}',
      ['instance type (string) does not match any allowed primitive type (allowed: ["number"])'],
    ],
    ['Above', '{"c":"green"}', ['instance value ("green") not found in enum (possible values: ["red"])']],
  ])('have their error in a gateway response: %s %s', async (model, body, details) => {
    const rig = await validating(
      { requestModels: { 'application/json': model } },
      {
        BAD_REQUEST_BODY: {
          statusCode: '422',
          responseTemplates: { 'text/plain': '$context.error.validationErrorString' },
        },
      },
    );
    const reply = await rig.call('POST /dev/nested/v', { body });
    expect(reply.status).toBe(422);
    for (const detail of details) expect(reply.text).toContain(detail);
  });
});

it('all errors of a body fit into a header', async () => {
  const violation = describeViolations(
    Array.from({ length: 1_000 }, (_, index) => ({
      keyword: 'additionalProperties',
      params: { additionalProperty: `${index}${'k'.repeat(index)}` },
      instancePath: '',
      schemaPath: '',
    })),
    {},
  );
  expect(violation.length).toBeLessThan(4_500);
  expect(violation).toMatch(
    /^\[object instance has properties which are not allowed by the schema: \["0"\], .*, and \d+ more\]$/,
  );
});
