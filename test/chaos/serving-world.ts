/**
 * A live stage with requests to every operation. A deploy to it is stopped before each of its calls, to see the
 * responses.
 */
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  GetUsagePlansCommand,
} from '@aws-sdk/client-api-gateway';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import {
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { DeleteMessageCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { isRead } from '../../src/aws/sdk/call-counter.ts';
import { type Clock, systemClock } from '../../src/clock.ts';
import type { AdversityParts } from '../../src/local/adversity/adversity.ts';
import { startCountingProxy } from '../helpers/counting-proxy.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';
import { inputOf, PARAMETER, PATHS, SERVED, type Served } from './served-project.ts';
import { deploy, planned, type StageRun } from './stage-runs.ts';

/** The answer of every operation, by its path. */
export type Answers = Readonly<Record<string, string>>;

/** A moment between two writes of a deploy. */
export interface Moment {
  readonly before: string;
  readonly answers: Answers;
  /** Problems that the answers do not show. */
  readonly problems: readonly string[];
}

export interface ServingWorld {
  /** Deploys `SERVED`; resolves with the responses of the stage. */
  begin(): Promise<Answers>;
  answers(): Promise<Answers>;
  /** Problems of the release before that the answers do not show. */
  problems(): Promise<string[]>;
  /** Deploys; resolves with the responses before each of its writes. */
  watched(served: Served): Promise<Moment[]>;
  /**
   * Deploys while every call of this operation (`lambda.AddPermission`) is refused; resolves to whether the deploy
   * failed.
   */
  refused(served: Served, operation: string): Promise<boolean>;
  /** Deploys undisturbed; resolves with the operations of its writes, each once. */
  undisturbed(served: Served): Promise<string[]>;
  left(served: Served): Promise<string[]>;
  close(): Promise<void>;
}

const REGION = 'eu-west-1';
/** The real time, but waits are short. */
const clock: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => systemClock.sleep(Math.min(milliseconds, 5), signal),
};

export async function startServingWorld(): Promise<ServingWorld> {
  const cloud = await startTestCloud({ adversity: { factor: 0, latency: false }, tableTransitionMs: 0 });
  const adversity = cloud.adversity as AdversityParts;
  const client = {
    endpoint: cloud.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'test-of-harm', secretAccessKey: 'test' },
  };
  const gateway = new APIGatewayClient(client);
  const dynamodb = new DynamoDBClient(client);
  const iam = new IAMClient(client);
  const lambda = new LambdaClient(client);
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const sns = new SNSClient(client);
  const sqs = new SQSClient(client);
  let moments: Moment[] | undefined;
  let url = '';
  let apiKey = '';

  const proxy = await startCountingProxy(cloud.endpoint, async (call) => {
    if (!moments || isReading(call)) return;
    // After the switch, what the change takes away may be gone already: then its reads fail.
    moments.push({
      before: call,
      answers: await answers(),
      problems: await problems().catch((error) => [String(error)]),
    });
  });
  const run: StageRun = { endpoint: proxy.endpoint, clock };

  async function answers(): Promise<Answers> {
    const headers = { 'x-api-key': apiKey };
    const all = await Promise.all(
      PATHS.map(async (path) => {
        const tokens = path === '/guarded' ? ['old', 'new'] : ['none'];
        const each = tokens.map(async (authorization) => {
          const response = await fetch(url + path, { headers: { ...headers, authorization } });
          return `${response.status} ${response.ok ? await response.text() : await response.text().then(() => '')}`;
        });
        return [path, (await Promise.all(each)).join(', ')] as const;
      }),
    );
    return Object.fromEntries(all);
  }

  /**
   * Finds problems that no request shows: a stream without a reader, a key that the function may not use, a message
   * that does not reach its queue, and a bucket that pages may not use or that loses objects.
   */
  async function problems(): Promise<string[]> {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'items-api-dev-items' }));
    const answer = await iam.send(
      new GetRolePolicyCommand({ RoleName: 'items-api-dev-eu-west-1', PolicyName: 'function' }),
    );
    const key = Table?.SSEDescription?.KMSMasterKeyArn ?? '';
    const mappings = await lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName: 'items-api-dev-items-stream' }),
    );
    const streamed = Table?.StreamSpecification?.StreamEnabled && mappings.EventSourceMappings?.length === 1;
    return [
      ...(decodeURIComponent(answer.PolicyDocument ?? '').includes(key) ? [] : [`the function may not use ${key}`]),
      ...(streamed ? [] : ['nobody reads the stream']),
      ...((await delivers()) ? [] : ['a message does not reach the queue']),
      ...(await bucketProblems()),
    ];
  }

  /** Whether the queue gets what is published to the topic, and keeps it as long as before. */
  async function delivers(): Promise<boolean> {
    const Message = String(Math.random());
    const QueueUrl = `${cloud.endpoint}/000000000000/items-api-dev-jobs`;
    await sns.send(
      new PublishCommand({ TopicArn: `arn:aws:sns:${REGION}:000000000000:items-api-dev-created`, Message }),
    );
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
    );
    for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const kept = Number(Attributes?.MessageRetentionPeriod) >= 4 * 86_400;
    return kept && Messages.some(({ Body }) => Body === Message);
  }

  async function bucketProblems(): Promise<string[]> {
    const Bucket = `items-api-dev-files-000000000000-${REGION}-an`;
    const [{ CORSRules = [] }, { Rules = [] }, { Status }] = await Promise.all([
      s3.send(new GetBucketCorsCommand({ Bucket })),
      s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
      s3.send(new GetBucketVersioningCommand({ Bucket })),
    ]);
    const pages = CORSRules.flatMap(({ AllowedOrigins = [] }) => AllowedOrigins);
    return [
      ...(pages.includes('https://app.example.com') ? [] : ['the page may not use the bucket']),
      ...(Rules.some(({ Expiration }) => Expiration) ? ['objects expire'] : []),
      ...(Status === 'Enabled' ? [] : ['the bucket keeps no versions']),
    ];
  }

  return {
    async begin() {
      moments = undefined;
      adversity.set({ rules: [] });
      await fetch(`${cloud.endpoint}/_apikit/reset`, { method: 'POST', headers: { 'x-apikit-control': 'chaos' } });
      await new SSMClient(client).send(new PutParameterCommand({ Name: PARAMETER, Value: 'x', Type: 'SecureString' }));
      ({ url } = await deploy(await inputOf(SERVED), run));
      const key = await gateway.send(new CreateApiKeyCommand({ name: 'caller', enabled: true }));
      apiKey = String(key.value);
      const { items = [] } = await gateway.send(new GetUsagePlansCommand({}));
      const usagePlanId = items[0]?.id;
      await gateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId: key.id, keyType: 'API_KEY' }));
      return await answers();
    },
    answers,
    problems,
    async watched(served) {
      moments = [];
      await deploy(await inputOf(served), run);
      const watched = moments;
      moments = undefined;
      return watched;
    },
    async refused(served, operation) {
      const error = { code: 'AccessDeniedException', message: 'Not now.', status: 403 };
      adversity.set({ rules: [{ caller: 'test', operation, fault: { error } }] });
      const failed = await deploy(await inputOf(served), run).then(
        () => false,
        () => true,
      );
      adversity.set({ rules: [] });
      return failed;
    },
    async undisturbed(served) {
      const before = adversity.state().calls.count;
      await deploy(await inputOf(served), run);
      const calls = adversity.state().calls.last.filter(({ n }) => n > before);
      const writes = calls.filter(({ operation }) => WRITES.test(operation));
      return [...new Set(writes.map(({ service, operation }) => `${service}.${operation}`))];
    },
    left: async (served) => await planned(await inputOf(served), run),
    async close() {
      for (const each of [gateway, dynamodb, iam, lambda, s3, sns, sqs]) each.destroy();
      await proxy.close();
      await cloud.close();
    },
  };
}

/** The writes of a deploy, without those of its lock. */
const WRITES = /^(Create|Update|Put(?!Parameter|Item)|Delete(?!Item)|Add|Remove|Tag|Untag|Publish)/;

/** Whether the call reads, by the name that the proxy gives to it. */
function isReading(call: string): boolean {
  return call.startsWith('GET ') || isRead(call.split('.').at(-1) ?? '');
}
