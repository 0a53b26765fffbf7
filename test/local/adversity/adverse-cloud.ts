/** A whole embedded cloud with adversity enabled, on a clock that only the test moves, and clients without retries. */
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { onTestFinished } from 'vitest';
import type { Adversity, AdversityOptions } from '../../../src/local/adversity/adversity.ts';
import { type FakeClock, fakeClock } from '../../helpers/fake-clock.ts';
import { startTestCloud } from '../../helpers/test-cloud.ts';
import { makeZip } from '../lambda/zip.ts';

export const trusting = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });

export const zipOf = (answer: string): Buffer =>
  makeZip({ 'index.mjs': `export const handler = async () => '${answer}';` });

export async function startAdverseCloud(
  adversity: AdversityOptions = {},
  more: { dataDir?: string; clock?: FakeClock } = {},
) {
  const clock = more.clock ?? fakeClock();
  const cloud = await startTestCloud({
    clock: clock.cloud,
    adversity,
    tableTransitionMs: 0,
    ...(more.dataDir !== undefined && { dataDir: more.dataDir }),
  });
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= cloud.close());
  onTestFinished(close);
  const settings = {
    endpoint: cloud.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  const iam = new IAMClient(settings);
  return {
    clock,
    cloud,
    close,
    endpoint: cloud.endpoint,
    adversity: cloud.adversity as Adversity,
    gateway: new APIGatewayClient(settings),
    cloudwatch: new CloudWatchClient(settings),
    dynamodb: new DynamoDBClient(settings),
    iam,
    lambda: new LambdaClient(settings),
    logs: new CloudWatchLogsClient(settings),
    async createRole(RoleName: string, service = 'lambda.amazonaws.com') {
      const input = { RoleName, AssumeRolePolicyDocument: trusting(service) };
      const { Role } = await iam.send(new CreateRoleCommand(input));
      return Role!.Arn!;
    },
    control: (method: string, body?: unknown, headers: Record<string, string> = { 'x-apikit-control': 'test' }) =>
      fetch(`${cloud.endpoint}/_apikit/adversity`, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  };
}

/** Returns the error that a client gets; fails if the call succeeds. */
export async function refusal(call: Promise<unknown>) {
  const error = await call.then(
    () => {
      throw new Error('the call was expected to fail');
    },
    (reason: unknown) => reason as Error & { $metadata?: { httpStatusCode?: number } },
  );
  return { name: error.name, message: error.message, status: error.$metadata?.httpStatusCode };
}
