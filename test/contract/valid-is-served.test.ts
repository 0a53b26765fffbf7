/** PutRestApi of the embedded cloud accepts and deploys every contract that the lint calls valid. */
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  PutRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ProblemsError } from '../../src/config/problem.ts';
import { compile } from '../../src/contract/compile/compile.ts';
import { makeRelease } from '../../src/contract/compile/release-id.ts';
import { parseContract } from '../../src/contract/load-contract.ts';
import type { Contract } from '../../src/contract/model/contract.ts';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { FUNCTION_ARN_PLACEHOLDER } from '../../src/naming/release-marks.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';
import { FACTS, stageConfig } from './fixtures.ts';

let cloud: RunningCloud;
let client: APIGatewayClient;
let restApiId: string;
beforeAll(async () => {
  cloud = await startTestCloud();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new APIGatewayClient({ endpoint: cloud.endpoint, region: FACTS.region, credentials });
  restApiId = (await client.send(new CreateRestApiCommand({ name: 'shop-dev' }))).id!;
});
afterAll(async () => {
  client.destroy();
  await cloud.close();
});

/** Mostly valid, sometimes not: documents that the lint refuses are skipped. */
const mostly = <T>(right: readonly T[], wrong: readonly T[]) =>
  fc.oneof({ weight: 30, arbitrary: fc.constantFrom(...right) }, { weight: 1, arbitrary: fc.constantFrom(...wrong) });
const segment = mostly(['a', 'b', 'a-b', 'a.b', 'x:y', '{id}'], ['{name}', '{p+}', 'x{id}', 'é', '']);
const path = fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`);
const name = mostly(['name', 'page', 'filter[a]', 'X-Shop', 'ids[]', 'constructor'], ['id', 'Expect']);
const parameter = fc.record({
  name,
  in: mostly(['query', 'header'], ['path', 'cookie']),
  required: fc.boolean(),
  schema: fc.constant({ type: 'string', enum: ['a'] }),
});
const schema = fc.letrec<{ it: unknown }>((tie) => ({
  it: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(
      { type: 'string', nullable: true, format: 'uuid' },
      { type: 'integer', minimum: 1, exclusiveMinimum: true, format: 'int64' },
      { enum: ['a', 'a', null] },
      { $ref: '#/components/schemas/a_b' },
      { $ref: '#/components/schemas/a-b' },
      {},
    ),
    fc.record({ type: fc.constant('array'), items: tie('it') }, { requiredKeys: ['type'] }),
    fc.record({
      type: fc.constant('object'),
      properties: fc.dictionary(name, tie('it'), { maxKeys: 3 }),
      required: fc.uniqueArray(name),
    }),
    fc.record({ oneOf: fc.array(tie('it'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ not: tie('it'), discriminator: fc.constant({ propertyName: 'a' }) }),
  ),
})).it;
const operation = fc.record(
  {
    operationId: fc.stringMatching(/^[a-z]{6}$/),
    parameters: fc.uniqueArray(parameter, { maxLength: 3, selector: (each) => each.name }),
    requestBody: fc.record({
      required: fc.boolean(),
      content: fc.dictionary(
        fc.constantFrom('application/json', 'application/x+json', 'text/plain'),
        fc.record({ schema }),
        { minKeys: 1 },
      ),
    }),
    responses: mostly<object>([{ '200': { description: 'ok' } }, {}], [{ ok: {} }]),
    security: mostly<object[]>([[], [{ key: [] }]], [[{ none: [] }]]),
  },
  { requiredKeys: ['operationId', 'responses'] },
);
const document = fc.record({
  openapi: fc.constantFrom('3.0.3', '3.1.0'),
  info: fc.constant({ title: 't', version: '1' }),
  paths: fc.dictionary(
    path,
    fc.dictionary(fc.constantFrom('get', 'post', 'options', 'x-amazon-apigateway-any-method'), operation, {
      maxKeys: 2,
    }),
    { maxKeys: 4 },
  ),
  components: fc.record({
    schemas: fc.record({ a_b: schema, 'a-b': schema }),
    securitySchemes: fc.constant({ key: { type: 'apiKey', in: 'header', name: 'x-api-key' } }),
  }),
});

function valid(value: unknown): Contract | undefined {
  try {
    return parseContract(JSON.stringify(value), 'openapi.json');
  } catch (error) {
    if (error instanceof ProblemsError) return undefined;
    throw error;
  }
}

it('a valid contract is accepted and deployed', async () => {
  const contracts = fc
    .sample(document, { numRuns: 400, seed: 2026 })
    .map(valid)
    .filter((contract) => contract !== undefined)
    .slice(0, 80);
  expect(contracts).toHaveLength(80);
  for (const [index, contract] of contracts.entries()) {
    const config = stageConfig(index % 2 === 0 ? {} : { cors: { origins: ['https://a.example'] } });
    const definition = compile(contract, config, FACTS);
    expect(JSON.stringify(compile(contract, config, FACTS))).toBe(JSON.stringify(definition));
    const made = makeRelease({ definition, codeSha256: 'code', functionConfig: {} });
    const arn = `arn:aws:lambda:${FACTS.region}:000000000000:function:shop-dev:1`;
    const body = new TextDecoder().decode(made.document).replaceAll(FUNCTION_ARN_PLACEHOLDER, arn);
    const put = { restApiId, mode: 'overwrite', failOnWarnings: true, body: new TextEncoder().encode(body) } as const;
    await client.send(new PutRestApiCommand(put)).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify(contract.document)}`);
    });
    await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'dev' })).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify(contract.document)}`);
    });
  }
});
