import { CreateDeploymentCommand, type PatchOperation, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { expect, test } from 'vitest';
import { createMockApi, deploy } from './deployed-api.ts';
import { refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();

async function stage() {
  const api = await createMockApi(cloud.client);
  const deploymentId = await deploy(cloud.client, api, 'dev');
  return { api, deploymentId, key: { restApiId: api.restApiId, stageName: 'dev' } };
}

const update = (key: { restApiId: string; stageName: string }, ...patchOperations: PatchOperation[]) =>
  cloud.client.send(new UpdateStageCommand({ ...key, patchOperations }));

test("a canary with only a share serves the stage's own deployment", async () => {
  const { key, deploymentId } = await stage();

  const { canarySettings } = await update(key, { op: 'replace', path: '/canarySettings/percentTraffic', value: '50' });

  expect(canarySettings).toEqual({ percentTraffic: 50, deploymentId, useStageCache: false });
});

test('a promotion moves the stage to the canary and merges its variables; a removal ends it', async () => {
  const { key } = await stage();
  await update(key, { op: 'replace', path: '/variables/kept', value: '1' });
  const { id: canary } = await cloud.client.send(
    new CreateDeploymentCommand({
      ...key,
      canarySettings: { percentTraffic: 10, stageVariableOverrides: { colour: 'green' } },
    }),
  );

  const promoted = await update(
    key,
    { op: 'replace', path: '/canarySettings/percentTraffic', value: '0.0' },
    { op: 'copy', from: '/canarySettings/stageVariableOverrides', path: '/variables' },
    { op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' },
  );

  expect(promoted.deploymentId).toBe(canary);
  expect(promoted.variables).toEqual({ kept: '1', colour: 'green' });
  expect(promoted.canarySettings?.percentTraffic).toBe(0);
  expect((await update(key, { op: 'remove', path: '/canarySettings' })).canarySettings).toBeUndefined();
});

test('the variables of a canary can be replaced one by one or all at once', async () => {
  const { key } = await stage();
  const path = '/canarySettings/stageVariableOverrides';
  await update(key, { op: 'replace', path: `${path}/a`, value: '1' });

  const { canarySettings } = await update(key, { op: 'replace', path, value: '{"b":"2"}' });

  expect(canarySettings?.stageVariableOverrides).toEqual({ b: '2' });
  expect((await refusal(update(key, { op: 'replace', path, value: 'no JSON' }))).name).toBe('BadRequestException');
});

test.each<[PatchOperation, string]>([
  [
    { op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' },
    'Promotion not available. Canary does not exist.',
  ],
  [
    { op: 'add', path: '/canarySettings/deploymentId', value: 'x' },
    'Invalid add operation with path: /canarySettings/deploymentId',
  ],
  [{ op: 'replace', path: '/canarySettings/deploymentId', value: 'nope12' }, 'Deployment id does not exist'],
  [
    { op: 'remove', path: '/canarySettings/badPath' },
    'Cannot remove method setting canarySettings/badPath because there is no method setting for this method ',
  ],
  [
    { op: 'copy', from: '/description', path: '/variables' },
    'Invalid copy operation with path: /variables and from /description. Valid copy:path are [/deploymentId, /variables] and valid copy:from are [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]',
  ],
])('%j is rejected', async (patch, message) => {
  const { key } = await stage();

  expect((await refusal(update(key, patch))).message).toBe(message);
});
