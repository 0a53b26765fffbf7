import {
  CreateDeploymentCommand,
  DeleteDeploymentCommand,
  GetDeploymentCommand,
  GetStageCommand,
  GetStagesCommand,
  PutMethodCommand,
  UpdateDeploymentCommand,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, test } from 'vitest';
import { createApi, createMockApi, deploy } from './deployed-api.ts';
import { refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();

describe('CreateDeployment', () => {
  test('an API without methods, or with a method without integration, cannot be deployed', async () => {
    const api = await createApi(cloud.client);

    expect((await refusal(deploy(cloud.client, api))).message).toBe("The REST API doesn't contain any methods");
    const method = { restApiId: api.restApiId, resourceId: api.rootId, httpMethod: 'GET', authorizationType: 'NONE' };
    await cloud.client.send(new PutMethodCommand(method));
    expect((await refusal(deploy(cloud.client, api))).message).toBe('No integration defined for method');
  });

  test('without a stage name, a deployment is only a snapshot', async () => {
    const api = await createMockApi(cloud.client);
    await deploy(cloud.client, api);

    expect((await cloud.client.send(new GetStagesCommand({ restApiId: api.restApiId }))).item).toEqual([]);
  });

  test('with a stage name, it creates the stage, and the next one switches it', async () => {
    const api = await createMockApi(cloud.client);
    const key = { restApiId: api.restApiId, stageName: 'dev' };
    const served = async () => (await cloud.client.send(new GetStageCommand(key))).deploymentId;

    const first = await deploy(cloud.client, api, 'dev');
    expect(await served()).toBe(first);
    const second = await deploy(cloud.client, api, 'dev');
    expect(await served()).toBe(second);
  });

  test('each deployment is a separate snapshot: later changes of the API have no effect', async () => {
    const api = await createMockApi(cloud.client);
    const deploymentId = await deploy(cloud.client, api);
    const method = { restApiId: api.restApiId, resourceId: api.rootId, httpMethod: 'POST', authorizationType: 'NONE' };
    await cloud.client.send(new PutMethodCommand(method));

    const deployment = await cloud.client.send(
      new GetDeploymentCommand({ restApiId: api.restApiId, deploymentId, embed: ['apisummary'] }),
    );

    expect(deployment.apiSummary).toEqual({ '/': { GET: { authorizationType: 'NONE', apiKeyRequired: false } } });
  });

  test('a canary needs an existing stage', async () => {
    const { restApiId } = await createMockApi(cloud.client);
    const canary = (stageName?: string) =>
      cloud.client.send(
        new CreateDeploymentCommand({
          restApiId,
          ...(stageName && { stageName }),
          canarySettings: { percentTraffic: 10 },
        }),
      );

    expect((await refusal(canary())).message).toBe(
      'Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is null',
    );
    expect((await refusal(canary('dev'))).message).toBe(
      'Invalid deployment content specified.Stage dev must already be created before making a canary release deployment',
    );
  });
});

test('a deployment cannot be deleted while a stage or a canary serves it', async () => {
  const api = await createMockApi(cloud.client);
  const first = await deploy(cloud.client, api, 'dev');
  const { id: canary } = await cloud.client.send(
    new CreateDeploymentCommand({ restApiId: api.restApiId, stageName: 'dev', canarySettings: { percentTraffic: 10 } }),
  );
  const remove = (deploymentId?: string) =>
    cloud.client.send(new DeleteDeploymentCommand({ restApiId: api.restApiId, deploymentId }));
  const message = 'Active stages pointing to this deployment must be moved or deleted';

  expect((await refusal(remove(first))).message).toBe(message);
  expect((await refusal(remove(canary))).message).toBe(message);
});

test('only the description of a deployment can be changed', async () => {
  const api = await createMockApi(cloud.client);
  const key = { restApiId: api.restApiId, deploymentId: await deploy(cloud.client, api) };
  const update = (path: string) =>
    cloud.client.send(new UpdateDeploymentCommand({ ...key, patchOperations: [{ op: 'replace', path, value: 'x' }] }));

  expect((await update('/description')).description).toBe('x');
  expect((await refusal(update('/id'))).message).toBe(
    "Invalid patch path  '/id' specified for op 'replace'. Must be one of: [/description]",
  );
});
