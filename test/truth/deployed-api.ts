/** The one deployed API that the probes of API Gateway share, because AWS deletes no more than two a minute. */
import {
  CreateDeploymentCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  PutRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { RELEASE_PLACEHOLDER } from '../../src/contract/compile/gateway-responses.ts';
import { probeRoute } from '../../src/contract/compile/probe-route.ts';
import { echoFunction, permit } from './echo-function.ts';
import { STAGE } from './marks.ts';
import { CouldNotTell } from './probe.ts';
import type { World } from './world.ts';

/** The release that the probe route of the definition returns. */
export const RELEASE = 'truth00000000';
/** The number of routes without a function: an API may have 300 resources. */
export const MANY = 200;

export const invocationUri = ({ target: { partition, region } }: World, arn: string) =>
  `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;

export const mock = (more: object = {}) => ({
  responses: { 200: { description: 'ok' } },
  'x-amazon-apigateway-integration': {
    type: 'mock',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: { default: { statusCode: '200' } },
  },
  ...more,
});

export const proxyTo = (uri: string) => ({
  responses: { 200: { description: 'ok' } },
  'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri },
});

const parameter = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });

function definition(world: World, arn: string) {
  const echo = proxyTo(invocationUri(world, arn));
  const probe = probeRoute([{ path: '/{any}', key: 'get' } as Parameters<typeof probeRoute>[0][number]], []);
  return {
    openapi: '3.0.1',
    info: { title: world.name('api'), version: '1' },
    paths: {
      '/{any}': { get: { parameters: [parameter('any')], ...echo } },
      '/items/{id}': { get: { parameters: [parameter('id')], ...echo } },
      '/locked': { get: mock({ security: [{ sigv4: [], api_key: [] }] }) },
      ...Object.fromEntries(Array.from({ length: MANY }, (_, index) => [`/many/r${index}`, { get: mock() }])),
      ...(JSON.parse(JSON.stringify(probe).replaceAll(RELEASE_PLACEHOLDER, RELEASE)) as object),
    },
    components: {
      securitySchemes: {
        api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
        sigv4: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
      },
    },
  };
}

/** Creates an API that has the tag, without any definition. */
export async function emptyApi(world: World, what: string): Promise<{ id: string; root: string }> {
  const client = await world.clients.apiGateway();
  const { id = '', rootResourceId: root = '' } = await client.send(
    new CreateRestApiCommand({
      name: world.name(what),
      endpointConfiguration: { types: ['REGIONAL'] },
      tags: { ...world.tags },
    }),
  );
  world.made('rest-api', id);
  return { id, root };
}

/** Throws `CouldNotTell` if the stage does not respond within two minutes. */
export const deployedApi = (world: World) =>
  world.once('api', async () => {
    const client = await world.clients.apiGateway();
    const { name, version, arn } = await echoFunction(world);
    await permit(world, name, version);
    const { id } = await emptyApi(world, 'api');
    const body = Buffer.from(JSON.stringify(definition(world, arn)));
    await client.send(new PutRestApiCommand({ restApiId: id, mode: 'overwrite', body }));
    const { id: deploymentId = '' } = await client.send(
      new CreateDeploymentCommand({ restApiId: id, description: 'd'.repeat(1024) }),
    );
    await client.send(
      new CreateStageCommand({ restApiId: id, stageName: STAGE, deploymentId, tags: { ...world.tags } }),
    );
    await world.eventually('reach the deployed stage', 120, async () => {
      const { status } = await world.get(id, '/items/first');
      return status === 200 ? status : undefined;
    });
    return { id, deploymentId };
  });

/** Runs a call that needs the account's role for logs. Throws `CouldNotTell` if the account has none. */
export async function withLogsRole<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof Error) || !/CloudWatch Logs role/i.test(error.message)) throw error;
    throw new CouldNotTell('API Gateway has no role for logs in this account and region, and the probes set none.');
  }
}
