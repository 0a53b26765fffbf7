/** The gateway with the real control planes, as the AWS SDK and an HTTP client see the two together. */
import * as apigateway from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CloudClock } from '../../../src/local/cloud/cloud.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';

const KEY = 'a-key-of-the-tests-0123456789';

/** A clock that stands still, so that no bucket refills and no day ends in the middle of a test. */
const clock: CloudClock = {
  now: () => Date.UTC(2026, 10, 20, 12),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};

async function start(options: { usedAccount?: boolean } = {}) {
  const cloud = await startTestCloud({ clock, ...options });
  onTestFinished(() => cloud.close());
  const settings = {
    endpoint: cloud.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  return {
    gateway: new apigateway.APIGatewayClient(settings),
    logs: new CloudWatchLogsClient(settings),
    iam: new IAMClient(settings),
    url: (apiId: string, path: string) => `${cloud.endpoint}/_aws/execute-api/${apiId}/dev${path}`,
  };
}

const mock = {
  type: 'mock',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  responses: { default: { statusCode: '200', responseTemplates: { 'application/json': '{"ok":true}' } } },
};

const definition = {
  openapi: '3.0.1',
  info: { title: 'items', version: '1' },
  paths: {
    '/items/{id}': {
      get: {
        security: [{ key: [] }],
        responses: { 200: { description: 'ok' } },
        'x-amazon-apigateway-integration': mock,
      },
      put: {
        security: [{ key: [] }],
        responses: { 200: { description: 'ok' } },
        'x-amazon-apigateway-integration': mock,
      },
    },
  },
  components: { securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } },
};

/** Deploys an API to the stage `dev`, with a key in a plan of that stage. */
async function deployKeyed({ gateway }: Awaited<ReturnType<typeof start>>) {
  const body = Buffer.from(JSON.stringify(definition));
  const api = await gateway.send(
    new apigateway.ImportRestApiCommand({ body, parameters: { endpointConfigurationTypes: 'REGIONAL' } }),
  );
  const restApiId = api.id!;
  await gateway.send(new apigateway.CreateDeploymentCommand({ restApiId, stageName: 'dev' }));
  const apiStages = [{ apiId: restApiId, stage: 'dev' }];
  const plan = await gateway.send(new apigateway.CreateUsagePlanCommand({ name: 'basic', apiStages }));
  const key = await gateway.send(new apigateway.CreateApiKeyCommand({ name: 'k', value: KEY, enabled: true }));
  const membership = { usagePlanId: plan.id!, keyId: key.id!, keyType: 'API_KEY' };
  await gateway.send(new apigateway.CreateUsagePlanKeyCommand(membership));
  return { restApiId, usagePlanId: plan.id!, keyId: key.id! };
}

describe('a deployed API', () => {
  it('requires its key, counts its usage and follows its plan’s limits', async () => {
    const cloud = await start();
    const { restApiId, usagePlanId, keyId } = await deployKeyed(cloud);
    const call = async (method: string, key = KEY) =>
      (await fetch(cloud.url(restApiId, '/items/1'), { method, headers: { 'x-api-key': key } })).status;
    expect(await call('GET', 'another')).toBe(403);
    expect(await call('GET')).toBe(200);

    const path = `/apiStages/${restApiId}:dev/throttle/~1items~1{id}/GET`;
    const value = JSON.stringify({ rateLimit: 1, burstLimit: 1 });
    const throttle = { op: 'replace' as const, path, value };
    await cloud.gateway.send(new apigateway.UpdateUsagePlanCommand({ usagePlanId, patchOperations: [throttle] }));
    expect([await call('GET'), await call('GET'), await call('PUT')]).toEqual([200, 429, 200]);

    const asked = { usagePlanId, keyId, startDate: '2026-11-20', endDate: '2026-11-20' };
    const usage = await cloud.gateway.send(new apigateway.GetUsageCommand(asked));
    expect(usage.items?.[keyId]).toEqual([[3, expect.any(Number)]]);
  });

  it('follows the settings of its stage without a new deployment', async () => {
    const cloud = await start();
    const { restApiId } = await deployKeyed(cloud);
    const call = async () => (await fetch(cloud.url(restApiId, '/items/1'), { headers: { 'x-api-key': KEY } })).status;
    const patch = (path: string, value: string) => ({ op: 'replace' as const, path, value });
    const patchOperations = [
      patch('/~1items~1{id}/GET/throttling/rateLimit', '1'),
      patch('/~1items~1{id}/GET/throttling/burstLimit', '1'),
    ];
    await cloud.gateway.send(new apigateway.UpdateStageCommand({ restApiId, stageName: 'dev', patchOperations }));
    expect([await call(), await call()]).toEqual([200, 429]);
  });

  it('allows a client whose quota was used up again, for as many requests as were added', async () => {
    const cloud = await start();
    const { restApiId, usagePlanId, keyId } = await deployKeyed(cloud);
    const call = async () => (await fetch(cloud.url(restApiId, '/items/1'), { headers: { 'x-api-key': KEY } })).status;
    const set = (path: string, value: string) => ({ op: 'replace' as const, path, value });
    const quota = [set('/quota/limit', '1'), set('/quota/period', 'DAY')];
    await cloud.gateway.send(new apigateway.UpdateUsagePlanCommand({ usagePlanId, patchOperations: quota }));
    expect([await call(), await call()]).toEqual([200, 429]);

    const extend = { usagePlanId, keyId, patchOperations: [set('/remaining', '2')] };
    const { items } = await cloud.gateway.send(new apigateway.UpdateUsageCommand(extend));
    expect(items).toEqual({ [keyId]: [[1, 2]] });
    expect([await call(), await call(), await call()]).toEqual([200, 200, 429]);
    const asked = { usagePlanId, keyId, startDate: '2026-11-20', endDate: '2026-11-20' };
    expect((await cloud.gateway.send(new apigateway.GetUsageCommand(asked))).items).toEqual({ [keyId]: [[3, 0]] });
  });

  it.each([apigateway.FlushStageCacheCommand, apigateway.FlushStageAuthorizersCacheCommand])(
    'accepts %o for its stages',
    async (Command) => {
      const cloud = await start();
      const { restApiId } = await deployKeyed(cloud);
      const flush = (stageName: string) =>
        cloud.gateway.send(new Command({ restApiId, stageName }) as apigateway.FlushStageCacheCommand);
      expect((await flush('dev')).$metadata.httpStatusCode).toBe(202);
      await expect(flush('prod')).rejects.toThrow('Invalid stage identifier specified');
    },
  );

  it('can have logs immediately in an account with earlier calls, and not in a new one', async () => {
    const logging = [{ op: 'replace' as const, path: '/*/*/logging/loglevel', value: 'INFO' }];
    for (const [options, expected] of [
      [{ usedAccount: true }, 'INFO'],
      [{}, 'CloudWatch Logs role ARN must be set in account settings to enable logging'],
    ] as const) {
      const cloud = await start(options);
      const { restApiId } = await deployKeyed(cloud);
      const update = new apigateway.UpdateStageCommand({ restApiId, stageName: 'dev', patchOperations: logging });
      const answer = await cloud.gateway.send(update).then(
        ({ methodSettings }) => methodSettings?.['*/*']?.loggingLevel,
        (error: Error) => error.message,
      );
      expect(answer).toBe(expected);
    }
  });

  it('writes its access log to the destination of the stage', async () => {
    const cloud = await start();
    const { restApiId } = await deployKeyed(cloud);
    const trust = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    };
    const role = { RoleName: 'gateway-logs', AssumeRolePolicyDocument: JSON.stringify(trust) };
    const { Role } = await cloud.iam.send(new CreateRoleCommand(role));
    const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs';
    await cloud.iam.send(new AttachRolePolicyCommand({ RoleName: role.RoleName, PolicyArn }));
    const set = (path: string, value: string) => ({ op: 'replace' as const, path, value });
    const account = { patchOperations: [set('/cloudwatchRoleArn', Role!.Arn!)] };
    await cloud.gateway.send(new apigateway.UpdateAccountCommand(account));

    const logGroupName = '/aws/apigateway/items-dev';
    await cloud.logs.send(new CreateLogGroupCommand({ logGroupName }));
    const destinationArn = `arn:aws:logs:eu-central-1:000000000000:log-group:${logGroupName}`;
    const patchOperations = [
      set('/accessLogSettings/destinationArn', destinationArn),
      set(
        '/accessLogSettings/format',
        '$context.requestId $context.status $context.resourcePath $context.identity.user',
      ),
    ];
    await cloud.gateway.send(new apigateway.UpdateStageCommand({ restApiId, stageName: 'dev', patchOperations }));
    const reply = await fetch(cloud.url(restApiId, '/items/1'));
    const { events } = await cloud.logs.send(new FilterLogEventsCommand({ logGroupName }));
    expect(events?.map(({ message }) => message)).toEqual([
      `${reply.headers.get('x-amzn-requestid')} 403 /items/{id} -`,
    ]);
  });
});
