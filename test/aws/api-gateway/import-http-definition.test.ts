import {
  ApiGatewayV2Client,
  CreateApiCommand,
  GetApiCommand,
  ReimportApiCommand,
  UpdateApiCommand,
} from '@aws-sdk/client-apigatewayv2';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importHttpDefinition } from '../../../src/aws/api-gateway/import-http-definition.ts';
import type { RunningCloud } from '../../../src/local/start-cloud.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

let cloud: RunningCloud;
let client: ApiGatewayV2Client;
/** Sees the responses as they are. */
let other: ApiGatewayV2Client;

beforeAll(async () => {
  cloud = await startTestCloud();
  client = newClient();
  other = newClient();
});
afterAll(async () => {
  client.destroy();
  other.destroy();
  await cloud.close();
});

const newClient = () =>
  new ApiGatewayV2Client({
    endpoint: cloud.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
  });

const definition = (more: object) =>
  JSON.stringify({ openapi: '3.0.1', info: { title: 'shop', version: '1' }, paths: {}, ...more });

it('turns on the default address of an API also if API Gateway keeps the setting of before', async () => {
  const created = await client.send(new CreateApiCommand({ Name: 'shop', ProtocolType: 'HTTP' }));
  const ApiId = String(created.ApiId);
  const isOff = async () => (await client.send(new GetApiCommand({ ApiId }))).DisableExecuteApiEndpoint;
  const import_ = (more: object) => importHttpDefinition(client, ApiId, definition(more), () => {});

  const off = { 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } };
  await import_({ servers: [{ url: '/', ...off }] });
  expect(await isOff()).toBe(true);

  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      if (!('Body' in args.input)) return result;
      await other.send(new UpdateApiCommand({ ApiId, DisableExecuteApiEndpoint: true }));
      return { ...result, output: { ...result.output, DisableExecuteApiEndpoint: true } };
    },
    { step: 'initialize' },
  );
  await client.send(new ReimportApiCommand({ ApiId, Body: definition({}) }));
  expect(await isOff()).toBe(true);
  await import_({});
  expect(await isOff()).toBe(false);
});
