/** Faults by rule, as a client sees them. */
import { CreateApiKeyCommand, GetApiKeysCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/local/adversity/rules.ts';
import { refusal, startAdverseCloud } from './adverse-cloud.ts';

const createGroup = () => new CreateLogGroupCommand({ logGroupName: 'g' });

async function groupsAfter(fault: Fault) {
  const { adversity, logs } = await startAdverseCloud({ rules: [{ operation: 'Logs.CreateLogGroup', fault }] });
  const told = await refusal(logs.send(createGroup()));
  adversity.set({ rules: [] });
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
  return { told, groups: logGroups!.length };
}

describe('a fault', () => {
  it('returns an error by name, and does not execute the call', async () => {
    const error = { code: 'OperationAbortedException', message: 'Multiple requests.', status: 400 };
    const { told, groups } = await groupsAfter({ error });
    expect(told).toEqual({ name: 'OperationAbortedException', message: 'Multiple requests.', status: 400 });
    expect(groups).toBe(0);
  });

  it('returns a bare status, and does not execute the call', async () => {
    const { told, groups } = await groupsAfter({ status: 503 });
    expect(told.status).toBe(503);
    expect(groups).toBe(0);
  });

  it('drops the request: no response, no effect', async () => {
    const { told, groups } = await groupsAfter('dropRequest');
    expect(told.message).toMatch(/socket hang up|ECONNRESET/);
    expect(groups).toBe(0);
  });

  it('drops the response: no response, but the effect', async () => {
    const { told, groups } = await groupsAfter('dropAnswer');
    expect(told.message).toMatch(/socket hang up|ECONNRESET/);
    expect(groups).toBe(1);
  });

  it.each([
    ['hang', 0],
    ['hangAnswer', 1],
  ] as const)('%s: never responds, until the reset ends it', async (fault, groups) => {
    const { adversity, logs } = await startAdverseCloud({ rules: [{ operation: 'CreateLogGroup', fault }] });
    const told = refusal(logs.send(createGroup()));
    await adversity.untilHanging();
    expect(adversity.state().hanging).toBe(1);
    expect((await logs.send(new DescribeLogGroupsCommand({}))).logGroups).toHaveLength(groups);
    adversity.reset();
    expect((await told).message).toMatch(/socket hang up|ECONNRESET/);
    expect(adversity.state().hanging).toBe(0);
  });

  it('delays a call on the clock of the cloud, then executes it', async () => {
    const { adversity, clock, logs } = await startAdverseCloud({
      rules: [{ operation: 'CreateLogGroup', fault: { delayMs: 5000 } }],
    });
    const call = logs.send(createGroup());
    while (adversity.state().calls.count === 0) await new Promise(setImmediate);
    clock.advance(4999);
    expect((await logs.send(new DescribeLogGroupsCommand({}))).logGroups).toHaveLength(0);
    clock.advance(1);
    await call;
    expect((await logs.send(new DescribeLogGroupsCommand({}))).logGroups).toHaveLength(1);
  });

  it('throttles with the error of each service, and Retry-After for API Gateway', async () => {
    const { dynamodb, gateway, iam, lambda, logs } = await startAdverseCloud({ rules: [{ fault: 'throttle' }] });
    expect(await refusal(gateway.send(new GetRestApisCommand({})))).toEqual({
      name: 'TooManyRequestsException',
      message: 'Too Many Requests',
      status: 429,
    });
    await expect(gateway.send(new GetRestApisCommand({}))).rejects.toMatchObject({ retryAfterSeconds: '1' });
    await expect(lambda.send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'CallerRateLimitExceeded',
    });
    expect(await refusal(iam.send(new ListRolesCommand({})))).toMatchObject({ name: 'Throttling', status: 400 });
    expect(await refusal(logs.send(createGroup()))).toMatchObject({ name: 'ThrottlingException', status: 400 });
    expect(await refusal(dynamodb.send(new ListTablesCommand({})))).toMatchObject({ name: 'ThrottlingException' });
  });
});

describe('a rule', () => {
  it('applies to the nth matching call, once', async () => {
    const { logs } = await startAdverseCloud({ rules: [{ service: 'logs', nth: 2, fault: { status: 500 } }] });
    await logs.send(createGroup());
    await expect(logs.send(new DescribeLogGroupsCommand({}))).rejects.toThrow();
    await logs.send(new DescribeLogGroupsCommand({}));
  });

  it('applies as often as it says, from the nth call on', async () => {
    const { adversity, logs } = await startAdverseCloud();
    adversity.set({ rules: [{ operation: 'logs.describe*', nth: 2, times: 2, fault: { status: 500 } }] });
    const outcomes = [];
    for (let call = 0; call < 4; call += 1) {
      outcomes.push(
        await logs.send(new DescribeLogGroupsCommand({})).then(
          () => 'ok',
          () => 'failed',
        ),
      );
    }
    expect(outcomes).toEqual(['ok', 'failed', 'failed', 'ok']);
    expect(adversity.state().rules[0]).toMatchObject({ seen: 4, fired: 2 });
  });

  it('applies to the caller that it names', async () => {
    const { endpoint, lambda } = await startAdverseCloud({ rules: [{ caller: 'AKIAOTHER', fault: 'dropRequest' }] });
    await lambda.send(new ListFunctionsCommand({}));
    const other = new LambdaClient({
      endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIAOTHER', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
    await expect(other.send(new ListFunctionsCommand({}))).rejects.toThrow();
  });

  it('does not stop the retries of the SDK', async () => {
    const { endpoint } = await startAdverseCloud({
      rules: [{ operation: 'ListFunctions', nth: 1, fault: 'throttle' }],
    });
    const patient = new LambdaClient({
      endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    const { $metadata } = await patient.send(new ListFunctionsCommand({}));
    expect($metadata.attempts).toBe(2);
  });

  it('does not affect other calls, and the log distinguishes all of them', async () => {
    const { adversity, gateway } = await startAdverseCloud({
      rules: [{ operation: 'CreateApiKey', fault: 'dropAnswer' }],
    });
    await expect(gateway.send(new CreateApiKeyCommand({ name: 'k' }))).rejects.toThrow();
    expect((await gateway.send(new GetApiKeysCommand({}))).items).toHaveLength(1);
    const { count, last } = adversity.state().calls;
    expect(count).toBe(2);
    expect(last.map(({ n, service, operation, fault, status }) => [n, service, operation, fault, status])).toEqual([
      [1, 'apigateway', 'CreateApiKey', 'dropAnswer', undefined],
      [2, 'apigateway', 'GetApiKeys', undefined, 200],
    ]);
  });
});
