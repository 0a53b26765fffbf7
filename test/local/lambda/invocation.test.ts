import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvokeCommand,
  ListProvisionedConcurrencyConfigsCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LambdaCloud, SCOPE, startLambdaCloud } from './lambda-cloud.ts';

let cloud: LambdaCloud;
let random = 0;
beforeAll(async () => {
  cloud = await startLambdaCloud({ random: () => random });
});
afterAll(() => cloud.close());

const ARN = 'arn:aws:lambda:eu-west-1:000000000000:function';
const ECHO = 'export const handler = async (event) => event;';
const MEETING = `
import { readdirSync, writeFileSync } from 'node:fs';
export async function handler({ folder, calls }) {
  writeFileSync(folder + '/' + process.pid, '');
  while (readdirSync(folder).length < calls) await new Promise((done) => setTimeout(done, 20));
  return process.pid;
}`;
const WAIT = `export const handler = (event) => new Promise((done) => setTimeout(() => done(process.pid), event.ms));`;

describe('Invoke', () => {
  it('supports a dry run and an event, and a missing payload is an empty object', async () => {
    await cloud.create('kinds', ECHO);
    const invoke = (more: object) => cloud.client.send(new InvokeCommand({ FunctionName: 'kinds', ...more }));
    expect(await invoke({ InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204 });
    expect(await invoke({ InvocationType: 'Event', Payload: '{"later":1}' })).toMatchObject({ StatusCode: 202 });
    expect((await cloud.invoke('kinds')).payload).toEqual({});
    await expect.poll(() => cloud.logged.filter(({ message }) => message.startsWith('REPORT')).length).toBe(2);
  });

  it('rejects invalid JSON and a payload that is too large', async () => {
    const invoke = (Payload: string) => cloud.client.send(new InvokeCommand({ FunctionName: 'kinds', Payload }));
    await expect(invoke('{oops')).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
      message: expect.stringMatching(/^Could not parse request body into json: /),
    });
    await expect(invoke(JSON.stringify('x'.repeat(6_291_455)))).rejects.toMatchObject({
      name: 'RequestEntityTooLargeException',
      message: 'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
    });
    expect((await cloud.invoke('kinds', 'x'.repeat(6_291_454))).error).toBeUndefined();
  });

  it('counts calls, errors and durations by function and by qualifier', async () => {
    await cloud.create('counted', `export const handler = async (event) => { if (event.fail) throw new Error(); };`, {
      Publish: true,
    });
    cloud.metrics.length = 0;
    await cloud.invoke('counted', {}, '1');
    await cloud.invoke('counted', { fail: true }, '1');
    const sum = (name: string, dimensions: object) =>
      cloud.metrics
        .filter((datum) => datum.name === name && JSON.stringify(datum.dimensions) === JSON.stringify(dimensions))
        .reduce((total, { value }) => total + value, 0);
    for (const dimensions of [{ FunctionName: 'counted' }, { FunctionName: 'counted', Resource: 'counted:1' }]) {
      expect(sum('Invocations', dimensions)).toBe(2);
      expect(sum('Errors', dimensions)).toBe(1);
      expect(sum('Throttles', dimensions)).toBe(0);
      expect(sum('Duration', dimensions)).toBeGreaterThan(0);
    }
  });

  it('uses the other version of an alias for its share of the calls', async () => {
    await cloud.create(
      'weighed',
      'export const handler = async (_, { functionVersion, invokedFunctionArn }) => [functionVersion, invokedFunctionArn];',
      { Publish: true },
    );
    await cloud.client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'weighed', Timeout: 9 }));
    await cloud.client.send(new PublishVersionCommand({ FunctionName: 'weighed' }));
    const weights = { AdditionalVersionWeights: { 2: 0.25 } };
    await cloud.client.send(
      new CreateAliasCommand({ FunctionName: 'weighed', Name: 'live', FunctionVersion: '1', RoutingConfig: weights }),
    );
    random = 0.25;
    expect(await cloud.invoke('weighed', {}, 'live')).toMatchObject({
      payload: ['1', `${ARN}:weighed:live`],
      version: '1',
    });
    random = 0.24;
    expect(await cloud.invoke('weighed', {}, 'live')).toMatchObject({
      payload: ['2', `${ARN}:weighed:live`],
      version: '2',
    });
  });
});

describe('a call on behalf of an API', () => {
  const asApi = (sourceArn: string, qualifier?: string) =>
    cloud.functions.invoke({
      scope: SCOPE,
      functionName: 'policed',
      payload: Buffer.from('1'),
      ...(qualifier !== undefined && { qualifier }),
      onBehalfOf: { service: 'apigateway.amazonaws.com', sourceArn },
    });
  const api = 'arn:aws:execute-api:eu-west-1:000000000000:abc123';

  it('needs a permission on exactly the qualifier that it calls', async () => {
    await cloud.create('policed', ECHO, { Publish: true });
    await expect(asApi(`${api}/prod/GET/items`)).rejects.toMatchObject({ code: 'AccessDeniedException', status: 403 });
    await cloud.client.send(
      new AddPermissionCommand({
        FunctionName: 'policed',
        Qualifier: '1',
        StatementId: 'api',
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: `${api}/*/GET/items/*`,
      }),
    );
    expect((await asApi(`${api}/prod/GET/items/*`, '1')).payload.toString()).toBe('1');
    expect((await asApi(`${api}/prod/GET/items/1/deep`, '1')).payload.toString()).toBe('1');
    for (const [source, qualifier] of [
      [`${api}/prod/GET/items/1`, undefined],
      [`${api}/prod/POST/items/1`, '1'],
      [`${api}/prod/GET/items`, '1'],
      [`${api.replace('abc123', 'xyz789')}/prod/GET/items/1`, '1'],
      [`${api.replace('eu-west-1', 'us-east-1')}/prod/GET/items/1`, '1'],
    ] as const) {
      await expect(asApi(source, qualifier)).rejects.toMatchObject({ code: 'AccessDeniedException' });
    }
  });

  it('is rejected for other services and accounts', async () => {
    await cloud.create('owned', ECHO);
    const permission = {
      FunctionName: 'owned',
      StatementId: 's',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceAccount: '000000000000',
    };
    await cloud.client.send(new AddPermissionCommand(permission));
    const call = (service: string, account: string) =>
      cloud.functions.invoke({
        scope: SCOPE,
        functionName: 'owned',
        payload: Buffer.from('1'),
        onBehalfOf: { service, sourceArn: `arn:aws:execute-api:eu-west-1:${account}:abc/prod/GET/` },
      });
    expect((await call('apigateway.amazonaws.com', '000000000000')).functionError).toBeUndefined();
    await expect(call('apigateway.amazonaws.com', '111111111111')).rejects.toMatchObject({
      code: 'AccessDeniedException',
    });
    await expect(call('s3.amazonaws.com', '000000000000')).rejects.toMatchObject({ code: 'AccessDeniedException' });
  });
});

describe('concurrency', () => {
  it('runs slow calls side by side', async () => {
    // Each call ends only when all five are running.
    await cloud.create('side', MEETING, { Timeout: 60 });
    const folder = mkdtempSync(join(tmpdir(), 'apikit-side-'));
    const pids = await Promise.all(Array.from({ length: 5 }, () => cloud.invoke('side', { folder, calls: 5 })));
    rmSync(folder, { recursive: true });
    expect(new Set(pids.map(({ payload }) => payload)).size).toBe(5);
  });

  it('shares few processes between many short calls', async () => {
    await cloud.create('short', 'export const handler = async () => process.pid;');
    const call = async () =>
      (
        await cloud.functions.invoke({ scope: SCOPE, functionName: 'short', payload: Buffer.from('{}') })
      ).payload.toString();
    const pids = new Set(await Promise.all(Array.from({ length: 64 }, call)));
    expect(pids.size).toBeLessThanOrEqual(4);
    expect(pids).toContain(await call());
  });

  it('throttles above the reserved concurrency', async () => {
    await cloud.create('reserved', WAIT);
    const reserve = (ReservedConcurrentExecutions: number) =>
      cloud.client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'reserved', ReservedConcurrentExecutions }));
    await expect(reserve(901)).rejects.toMatchObject({
      message:
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    });
    await reserve(1);
    expect((await cloud.client.send(new GetAccountSettingsCommand({}))).AccountLimit).toMatchObject({
      ConcurrentExecutions: 1000,
      UnreservedConcurrentExecutions: 999,
    });
    const first = cloud.invoke('reserved', { ms: 300 });
    await expect.poll(() => cloud.logged.some(({ group }) => group === '/aws/lambda/reserved')).toBe(true);
    await expect(cloud.invoke('reserved', { ms: 1 })).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      message: 'Rate Exceeded.',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      $metadata: { httpStatusCode: 429 },
    });
    await first;
    expect(
      cloud.metrics.some(
        ({ name, value, dimensions }) => name === 'Throttles' && value === 1 && dimensions.FunctionName === 'reserved',
      ),
    ).toBe(true);
    await reserve(0);
    await expect(cloud.invoke('reserved', { ms: 1 })).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await cloud.client.send(new DeleteFunctionConcurrencyCommand({ FunctionName: 'reserved' }));
    expect(
      (await cloud.client.send(new GetFunctionConcurrencyCommand({ FunctionName: 'reserved' })))
        .ReservedConcurrentExecutions,
    ).toBeUndefined();
    expect((await cloud.invoke('reserved', { ms: 1 })).error).toBeUndefined();
  });

  it('can be provisioned for versions and aliases, never both, never with weights', async () => {
    await cloud.create('provisioned', ECHO, { Publish: true });
    const base = { FunctionName: 'provisioned' };
    await cloud.client.send(new CreateAliasCommand({ ...base, Name: 'live', FunctionVersion: '1' }));
    const put = (Qualifier: string, ProvisionedConcurrentExecutions = 2) =>
      cloud.client.send(
        new PutProvisionedConcurrencyConfigCommand({ ...base, Qualifier, ProvisionedConcurrentExecutions }),
      );
    const get = (Qualifier: string) =>
      cloud.client.send(new GetProvisionedConcurrencyConfigCommand({ ...base, Qualifier }));
    await expect(put('$LATEST')).rejects.toMatchObject({
      message: 'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
    });
    await expect(put('live', 2000)).rejects.toMatchObject({
      message: expect.stringMatching(
        /^Specified ConcurrentExecutions for function is greater than account's unreserved concurrency \[/,
      ),
    });
    await expect(get('live')).rejects.toMatchObject({
      name: 'ProvisionedConcurrencyConfigNotFoundException',
      message: 'No Provisioned Concurrency Config found for this function',
    });
    expect((await put('live')).$metadata.httpStatusCode).toBe(202);
    expect(await get('live')).toMatchObject({ Status: 'READY', RequestedProvisionedConcurrentExecutions: 2 });
    await expect(put('1')).rejects.toMatchObject({ message: 'Version is pointed by a Provisioned Concurrency alias' });
    const { ProvisionedConcurrencyConfigs } = await cloud.client.send(
      new ListProvisionedConcurrencyConfigsCommand(base),
    );
    expect(ProvisionedConcurrencyConfigs).toMatchObject([{ FunctionArn: `${ARN}:provisioned:live`, Status: 'READY' }]);
    await cloud.client.send(new UpdateFunctionConfigurationCommand({ ...base, Timeout: 8 }));
    await cloud.client.send(new PublishVersionCommand(base));
    const weighed = new UpdateAliasCommand({
      ...base,
      Name: 'live',
      RoutingConfig: { AdditionalVersionWeights: { 2: 0.5 } },
    });
    await expect(cloud.client.send(weighed)).rejects.toMatchObject({
      message: 'Alias with weights can not be used with Provisioned Concurrency',
    });
  });
});
