import {
  CreateStageCommand,
  GetStageCommand,
  type PatchOperation,
  UpdateAccountCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { describe, expect, test } from 'vitest';
import { createMockApi, deploy } from './deployed-api.ts';
import { answer, refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();

async function stage() {
  const api = await createMockApi(cloud.client);
  const deploymentId = await deploy(cloud.client, api, 'dev');
  return { api, deploymentId, key: { restApiId: api.restApiId, stageName: 'dev' } };
}

type Key = Awaited<ReturnType<typeof stage>>['key'];

const update = (key: Key, ...patchOperations: PatchOperation[]) =>
  cloud.client.send(new UpdateStageCommand({ ...key, patchOperations }));

const replace = (path: string, value: string): PatchOperation => ({ op: 'replace', path, value });

describe('CreateStage', () => {
  const create = (restApiId: string, stageName: string, deploymentId: string) =>
    cloud.client.send(new CreateStageCommand({ restApiId, stageName, deploymentId }));

  test('a new stage has all features off', async () => {
    const { api, deploymentId } = await stage();

    expect(answer(await create(api.restApiId, 'prod', deploymentId))).toEqual({
      stageName: 'prod',
      deploymentId,
      cacheClusterEnabled: false,
      cacheClusterStatus: 'NOT_AVAILABLE',
      methodSettings: {},
      tracingEnabled: false,
      createdDate: expect.any(Date),
      lastUpdatedDate: expect.any(Date),
    });
  });

  test('a new stage needs a deployment, an unused name and plain characters', async () => {
    const { api, deploymentId } = await stage();

    expect((await refusal(create(api.restApiId, 'prod', 'nope12'))).message).toBe('Deployment id does not exist');
    expect((await refusal(create(api.restApiId, 'dev', deploymentId))).name).toBe('ConflictException');
    expect((await refusal(create(api.restApiId, 'a b', deploymentId))).name).toBe('BadRequestException');
  });
});

describe('method settings', () => {
  const defaults = {
    cacheDataEncrypted: false,
    cacheTtlInSeconds: 300,
    cachingEnabled: true,
    dataTraceEnabled: false,
    metricsEnabled: false,
    requireAuthorizationForCacheControl: true,
    throttlingBurstLimit: 5000,
    throttlingRateLimit: 10_000,
    unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
  };

  test('the first setting adds all the defaults', async () => {
    const { key } = await stage();

    const { methodSettings } = await update(key, replace('/*/*/throttling/rateLimit', '12.5'));

    expect(methodSettings).toEqual({ '*/*': { ...defaults, throttlingRateLimit: 12.5 } });
  });

  test('a method starts with the settings of the stage and keeps the escaping of its path', async () => {
    const { key } = await stage();
    await update(key, replace('/*/*/metrics/enabled', 'true'));

    const { methodSettings } = await update(key, replace('/~1pets~1{id}/GET/throttling/burstLimit', '1'));

    expect(methodSettings?.['~1pets~1{id}/GET']).toEqual({
      ...defaults,
      metricsEnabled: true,
      throttlingBurstLimit: 1,
    });
  });

  test('an entry is deleted as a whole, and only if it exists', async () => {
    const { key } = await stage();
    await update(key, replace('/*/*/metrics/enabled', 'true'));

    expect((await update(key, { op: 'remove', path: '/*/*' })).methodSettings).toEqual({});
    expect((await refusal(update(key, { op: 'remove', path: '/*/*' }))).message).toBe(
      'Cannot remove method setting */* because there is no method setting for this method ',
    );
  });

  test('an unknown path gets an error that lists the known ones', async () => {
    const { key } = await stage();

    expect((await refusal(update(key, replace('/stageName', 'x')))).message).toMatch(
      /^Invalid method setting path: \/stageName\. Must be one of: \[\/deploymentId, \/description, /,
    );
  });
});

describe('variables', () => {
  test('are replaced and deleted one by one', async () => {
    const { key } = await stage();
    await update(key, replace('/variables/a', '1'), replace('/variables/b', '2'));

    expect((await update(key, { op: 'remove', path: '/variables/a' })).variables).toEqual({ b: '2' });
  });

  test('a value with other characters is rejected', async () => {
    const { key } = await stage();

    expect((await refusal(update(key, replace('/variables/a', 'a#b')))).message).toMatch(
      /^Invalid stage variable value of key a\./,
    );
  });
});

describe('access logs', () => {
  const destination = replace('/accessLogSettings/destinationArn', 'arn:aws:logs:us-east-1:000000000000:log-group:x');

  async function setAccountRole() {
    const iam = new IAMClient({
      endpoint: cloud.services.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const trust = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    };
    const role = { RoleName: 'gateway-logs' };
    const { Role } = await iam.send(
      new CreateRoleCommand({ ...role, AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs';
    await iam.send(new AttachRolePolicyCommand({ ...role, PolicyArn }));
    iam.destroy();
    const patchOperations = [replace('/cloudwatchRoleArn', Role!.Arn!)];
    await cloud.client.send(new UpdateAccountCommand({ patchOperations }));
  }

  test("need the account's role first, then are set field by field and deleted as a whole", async () => {
    const { key } = await stage();
    const needsRole = 'CloudWatch Logs role ARN must be set in account settings to enable logging';
    expect((await refusal(update(key, destination))).message).toBe(needsRole);
    expect((await refusal(update(key, replace('/*/*/logging/loglevel', 'INFO')))).message).toBe(needsRole);

    await setAccountRole();

    const { accessLogSettings } = await update(
      key,
      destination,
      replace('/accessLogSettings/format', '$context.requestId'),
    );
    expect(accessLogSettings).toEqual({ destinationArn: destination.value, format: '$context.requestId' });
    const { methodSettings } = await update(key, replace('/*/*/logging/loglevel', 'INFO'));
    expect(methodSettings?.['*/*']?.loggingLevel).toBe('INFO');
    expect((await update(key, { op: 'remove', path: '/accessLogSettings' })).accessLogSettings).toBeUndefined();
  });

  test.each([
    [replace('/accessLogSettings/destinationArn', 'invalid-arn'), 'Invalid ARN. ARN is not well formed invalid-arn'],
    [
      replace('/accessLogSettings/destinationArn', 'arn:aws:firehose:us-east-1:000000000000:deliverystream/x'),
      "An access log destination other than a log group is not emulated by apikit's embedded cloud.",
    ],
    [replace('/accessLogSettings/format', ''), 'Access Log value must not be empty'],
    [
      replace('/accessLogSettings', 'x'),
      'Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]',
    ],
    [
      { op: 'remove' as const, path: '/accessLogSettings/destinationArn' },
      'Cannot remove method setting accessLogSettings/destinationArn because there is no method setting for this method ',
    ],
  ])('%j is rejected', async (patch, message) => {
    const { key } = await stage();

    expect((await refusal(update(key, patch))).message).toBe(message);
  });
});

test('a stage switches to another deployment and back; an unknown one is rejected', async () => {
  const { api, key, deploymentId: first } = await stage();
  const second = await deploy(cloud.client, api);

  expect((await update(key, replace('/deploymentId', second))).deploymentId).toBe(second);
  expect((await update(key, replace('/deploymentId', first))).deploymentId).toBe(first);
  expect((await refusal(update(key, replace('/deploymentId', 'nope12')))).message).toBe('Deployment id does not exist');
});

test('a rejected list of operations changes nothing', async () => {
  const { key } = await stage();

  await refusal(update(key, replace('/description', 'new'), replace('/nowhere', 'x')));

  expect((await cloud.client.send(new GetStageCommand(key))).description).toBeUndefined();
});
