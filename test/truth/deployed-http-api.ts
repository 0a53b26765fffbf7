/** The deployed HTTP API that the probes of HTTP APIs share. */
import {
  CreateApiCommand,
  CreateDeploymentCommand,
  CreateStageCommand,
  ReimportApiCommand,
} from '@aws-sdk/client-apigatewayv2';
import { invokeUrl } from '../../src/aws/api-gateway/invoke-url.ts';
import { COMPILED_SCHEMES } from '../../src/contract/compile/authorizers.ts';
import { invocationUri } from './deployed-api.ts';
import { echoFunction, permit } from './echo-function.ts';
import { STAGE } from './marks.ts';
import type { World } from './world.ts';

/** The origin of the only page that may call the API. */
export const ORIGIN = 'https://page.example';
/** The name of the API in its definition. It was created with another name. */
export const TITLE = 'http-imported';

function definition(world: World, arn: string): object {
  const route = {
    'x-amazon-apigateway-integration': {
      type: 'aws_proxy',
      httpMethod: 'POST',
      uri: invocationUri(world, arn),
      connectionType: 'INTERNET',
      payloadFormatVersion: '2.0',
    },
  };
  const any = 'x-amazon-apigateway-any-method';
  return {
    openapi: '3.0.1',
    info: { title: world.name(TITLE), version: '1' },
    'x-amazon-apigateway-cors': { allowOrigins: [ORIGIN], allowMethods: ['GET', 'PUT'], maxAge: 60 },
    paths: {
      '/items/{id}': { get: route, [any]: route },
      '/items/first': { get: route },
      '/signed': { [any]: { ...route, security: [{ sigv4: [] }] }, options: route },
      '/$default': { [any]: { isDefaultRoute: true, ...route } },
    },
    components: { securitySchemes: { sigv4: COMPILED_SCHEMES.sigv4 } },
  };
}

/** Throws `CouldNotTell` if the stage does not respond within two minutes. */
export const deployedHttpApi = (world: World) =>
  world.once('http api', async () => {
    const client = await world.clients.apiGatewayV2();
    const { name, version, arn } = await echoFunction(world);
    await permit(world, name, version, 'truth-http');
    const Tags = { ...world.tags };
    const { ApiId: id = '' } = await client.send(
      new CreateApiCommand({ Name: world.name('http'), ProtocolType: 'HTTP', Tags }),
    );
    world.made('http-api', id);
    await client.send(new ReimportApiCommand({ ApiId: id, Body: JSON.stringify(definition(world, arn)) }));
    const { DeploymentId } = await client.send(new CreateDeploymentCommand({ ApiId: id }));
    await client.send(new CreateStageCommand({ ApiId: id, StageName: STAGE, DeploymentId, Tags }));
    await world.eventually('reach the deployed HTTP API', 120, async () => {
      const { status } = await callHttpApi(world, id, 'GET', '/items/first');
      return status === 200 ? status : undefined;
    });
    return id;
  });

/** Sends a request to the stage. */
export const callHttpApi = (
  { target, signal }: World,
  id: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  fetch(invokeUrl(target, id, STAGE) + path, {
    method,
    headers,
    signal: AbortSignal.any([signal, AbortSignal.timeout(15_000)]),
  });
