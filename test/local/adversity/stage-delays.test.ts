/**
 * The time until the data plane uses a change of the control plane (docs/aws/deployments.md, docs/aws/usage-plans.md).
 */
import * as apigateway from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from 'vitest';
import { startAdverseCloud } from './adverse-cloud.ts';

/** Returns an API with one path that returns `answer`, with a key if requested. */
function definition(answer: string, keyed = false) {
  return Buffer.from(
    JSON.stringify({
      openapi: '3.0.1',
      info: { title: 'items', version: '1' },
      paths: {
        '/': {
          get: {
            ...(keyed && { security: [{ key: [] }] }),
            responses: { 200: { description: 'ok' } },
            'x-amazon-apigateway-integration': {
              type: 'mock',
              requestTemplates: { 'application/json': '{"statusCode": 200}' },
              responses: { default: { statusCode: '200', responseTemplates: { 'application/json': answer } } },
            },
          },
        },
      },
      components: { securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } },
    }),
  );
}

async function start(keyed = false) {
  const rig = await startAdverseCloud({ factor: 1, latency: false });
  const { gateway } = rig;
  const body = definition('first', keyed);
  const { id } = await gateway.send(
    new apigateway.ImportRestApiCommand({ body, parameters: { endpointConfigurationTypes: 'REGIONAL' } }),
  );
  const restApiId = id!;
  const deploy = async (answer: string) => {
    await gateway.send(new apigateway.PutRestApiCommand({ restApiId, mode: 'overwrite', body: definition(answer) }));
    return (await gateway.send(new apigateway.CreateDeploymentCommand({ restApiId }))).id!;
  };
  const call = async (headers: Record<string, string> = {}) => {
    const response = await fetch(`${rig.endpoint}/_aws/execute-api/${restApiId}/dev/`, { headers });
    return response.ok ? await response.text() : response.status;
  };
  const first = await gateway.send(new apigateway.CreateDeploymentCommand({ restApiId, stageName: 'dev' }));
  return { ...rig, restApiId, first: first.id!, deploy, call };
}

const pointAt = (value: string, restApiId: string) =>
  new apigateway.UpdateStageCommand({
    restApiId,
    stageName: 'dev',
    patchOperations: [{ op: 'replace', path: '/deploymentId', value }],
  });

describe('a stage', () => {
  it('responds 5 s after its creation', async () => {
    const { call, clock } = await start();
    clock.advance(4999);
    expect(await call()).toBe(403);
    clock.advance(1);
    expect(await call()).toBe('first');
  });

  it('serves the old snapshot for 5 s after a switch', async () => {
    const { call, clock, deploy, gateway, restApiId } = await start();
    clock.advance(5000);
    const { deploymentId } = await gateway.send(pointAt(await deploy('second'), restApiId));
    const stage = await gateway.send(new apigateway.GetStageCommand({ restApiId, stageName: 'dev' }));
    expect(stage.deploymentId).toBe(deploymentId);
    clock.advance(4999);
    expect(await call()).toBe('first');
    clock.advance(1);
    expect(await call()).toBe('second');
  });

  it('serves both snapshots in turn after two switches', async () => {
    const { call, clock, deploy, gateway, restApiId } = await start();
    clock.advance(5000);
    await gateway.send(pointAt(await deploy('second'), restApiId));
    clock.advance(2000);
    await gateway.send(pointAt(await deploy('third'), restApiId));
    expect(await call()).toBe('first');
    clock.advance(3000);
    expect(await call()).toBe('second');
    clock.advance(2000);
    expect(await call()).toBe('third');
  });

  it('is also delayed when a deployment is created on it', async () => {
    const { call, clock, gateway, restApiId } = await start();
    clock.advance(5000);
    await gateway.send(new apigateway.PutRestApiCommand({ restApiId, mode: 'overwrite', body: definition('second') }));
    await gateway.send(new apigateway.CreateDeploymentCommand({ restApiId, stageName: 'dev' }));
    expect(await call()).toBe('first');
    clock.advance(5000);
    expect(await call()).toBe('second');
  });
});

it('a cache in creation stores nothing', async () => {
  const { call, clock, deploy, gateway, restApiId } = await start();
  const deploymentId = await deploy('$context.requestId');
  const patchOperations = Object.entries({
    '/deploymentId': deploymentId,
    '/cacheClusterEnabled': 'true',
    '/cacheClusterSize': '0.5',
    '/*/*/caching/enabled': 'true',
  }).map(([path, value]) => ({ op: 'replace' as const, path, value }));
  await gateway.send(new apigateway.UpdateStageCommand({ restApiId, stageName: 'dev', patchOperations }));
  clock.advance(4 * 60_000 - 1);
  expect(await call()).not.toBe(await call());
  clock.advance(1);
  expect(await call()).toBe(await call());
});

describe('an API key', () => {
  it('is rejected for 10 s, and for 10 s after it was added to a plan', async () => {
    const { call, clock, gateway, restApiId } = await start(true);
    const { id: keyId, value } = await gateway.send(new apigateway.CreateApiKeyCommand({ enabled: true }));
    const apiStages = [{ apiId: restApiId, stage: 'dev' }];
    const { id: usagePlanId } = await gateway.send(new apigateway.CreateUsagePlanCommand({ name: 'p', apiStages }));
    clock.advance(6000);
    await gateway.send(new apigateway.CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' }));
    const withKey = { 'x-api-key': value! };
    clock.advance(9999);
    expect(await call(withKey)).toBe(403);
    clock.advance(1);
    expect(await call(withKey)).toBe('first');
    expect(await call()).toBe(403);
  });

  it('is unknown at first, in any plan', async () => {
    const { adversity, call, clock, gateway, restApiId } = await start(true);
    clock.advance(5000);
    const apiStages = [{ apiId: restApiId, stage: 'dev' }];
    const { id: usagePlanId } = await gateway.send(new apigateway.CreateUsagePlanCommand({ name: 'p', apiStages }));
    const { id: keyId, value } = await gateway.send(new apigateway.CreateApiKeyCommand({ enabled: true }));
    adversity.set({ factor: 0 });
    await gateway.send(new apigateway.CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' }));
    clock.advance(9999);
    expect(await call({ 'x-api-key': value! })).toBe(403);
    clock.advance(1);
    expect(await call({ 'x-api-key': value! })).toBe('first');
  });
});
