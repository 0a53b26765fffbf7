/**
 * The published call rates (docs/aws/quotas.md): a number of calls at once, then one more after a number of seconds.
 */
import * as gateway from '@aws-sdk/client-api-gateway';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { startAdverseCloud } from './adverse-cloud.ts';

type Rig = Awaited<ReturnType<typeof startAdverseCloud>>;

/** Whether the call is accepted; its result does not matter. */
async function admitted(call: Promise<unknown>): Promise<boolean> {
  const refused = await call.then(
    () => undefined,
    (error: Error) => error.name,
  );
  return !['TooManyRequestsException', 'Throttling', 'ThrottlingException'].includes(refused ?? '');
}

const regional = { endpointConfiguration: { types: ['REGIONAL' as const] } };
const bytes = Buffer.from('{}');
const id = { restApiId: 'x' };

/** `atOnce` calls are accepted, and one more every `seconds`. */
const RATES: readonly [name: string, atOnce: number, seconds: number, call: (rig: Rig) => Promise<unknown>][] = [
  ['any API Gateway call', 40, 0.1, (rig) => rig.gateway.send(new gateway.GetRestApisCommand({}))],
  ['CreateRestApi', 1, 3, (rig) => rig.gateway.send(new gateway.CreateRestApiCommand({ name: 'a', ...regional }))],
  ['CreateRestApi EDGE', 1, 30, (rig) => rig.gateway.send(new gateway.CreateRestApiCommand({ name: 'a' }))],
  ['DeleteRestApi', 1, 30, (rig) => rig.gateway.send(new gateway.DeleteRestApiCommand(id))],
  ['PutRestApi', 1, 1, (rig) => rig.gateway.send(new gateway.PutRestApiCommand({ ...id, body: bytes }))],
  ['CreateDeployment', 1, 5, (rig) => rig.gateway.send(new gateway.CreateDeploymentCommand(id))],
  ['GetResources', 5, 0.4, (rig) => rig.gateway.send(new gateway.GetResourcesCommand(id))],
  ['CreateApiKey', 5, 0.2, (rig) => rig.gateway.send(new gateway.CreateApiKeyCommand({}))],
  ['DeleteApiKey', 5, 0.2, (rig) => rig.gateway.send(new gateway.DeleteApiKeyCommand({ apiKey: 'x' }))],
  [
    'CreateResource',
    5,
    0.2,
    (rig) => rig.gateway.send(new gateway.CreateResourceCommand({ ...id, parentId: 'p', pathPart: 'x' })),
  ],
  ['DeleteResource', 5, 0.2, (rig) => rig.gateway.send(new gateway.DeleteResourceCommand({ ...id, resourceId: 'x' }))],
  ['UpdateUsagePlan', 1, 20, (rig) => rig.gateway.send(new gateway.UpdateUsagePlanCommand({ usagePlanId: 'x' }))],
  ['UpdateAccount', 1, 20, (rig) => rig.gateway.send(new gateway.UpdateAccountCommand({}))],
  ['any Lambda call', 15, 1 / 15, (rig) => rig.lambda.send(new lambda.ListFunctionsCommand({}))],
  ['GetFunction', 100, 0.01, (rig) => rig.lambda.send(new lambda.GetFunctionCommand({ FunctionName: 'f' }))],
  ['GetPolicy', 15, 1 / 15, (rig) => rig.lambda.send(new lambda.GetPolicyCommand({ FunctionName: 'f' }))],
  [
    'PutMetricAlarm',
    3,
    1 / 3,
    (rig) =>
      rig.cloudwatch.send(
        new cloudwatch.PutMetricAlarmCommand({
          AlarmName: 'a',
          ComparisonOperator: 'GreaterThanThreshold',
          EvaluationPeriods: 1,
        }),
      ),
  ],
  ['DeleteAlarms', 3, 1 / 3, (rig) => rig.cloudwatch.send(new cloudwatch.DeleteAlarmsCommand({ AlarmNames: [] }))],
  ['DescribeAlarms', 9, 1 / 9, (rig) => rig.cloudwatch.send(new cloudwatch.DescribeAlarmsCommand({}))],
  ['ListMetrics', 25, 0.04, (rig) => rig.cloudwatch.send(new cloudwatch.ListMetricsCommand({}))],
  ['CreateLogGroup', 10, 0.1, (rig) => rig.logs.send(new logs.CreateLogGroupCommand({ logGroupName: 'g' }))],
  ['DescribeLogGroups', 10, 0.1, (rig) => rig.logs.send(new logs.DescribeLogGroupsCommand({}))],
  ['FilterLogEvents', 10, 0.1, (rig) => rig.logs.send(new logs.FilterLogEventsCommand({ logGroupName: 'g' }))],
  [
    'PutRetentionPolicy',
    5,
    0.2,
    (rig) => rig.logs.send(new logs.PutRetentionPolicyCommand({ logGroupName: 'g', retentionInDays: 7 })),
  ],
  ['IAM reads', 20, 0.1, (rig) => rig.iam.send(new iam.ListRolesCommand({}))],
  ['IAM writes', 15, 1 / 3, (rig) => rig.iam.send(new iam.DeleteRoleCommand({ RoleName: 'r' }))],
];

describe('call rates', () => {
  it.each(RATES)('%s: %d at once, then one every %d s', async (_name, atOnce, seconds, call) => {
    const rig = await startAdverseCloud({ quotas: true });
    for (let n = 0; n < atOnce; n += 1) expect(await admitted(call(rig))).toBe(true);
    expect(await admitted(call(rig))).toBe(false);
    const wait = Math.ceil(seconds * 1000);
    rig.clock.advance(wait - 1);
    expect(await admitted(call(rig))).toBe(false);
    rig.clock.advance(1);
    expect(await admitted(call(rig))).toBe(true);
  });

  it('include Retry-After where API Gateway sends it', async () => {
    const { clock, gateway: client } = await startAdverseCloud({ quotas: true });
    const remove = () => client.send(new gateway.DeleteRestApiCommand(id));
    await admitted(remove());
    clock.advance(4000);
    await expect(remove()).rejects.toMatchObject({ name: 'TooManyRequestsException', retryAfterSeconds: '26' });
  });

  it('share one bucket for creating and importing regional APIs', async () => {
    const rig = await startAdverseCloud({ quotas: true });
    const parameters = { endpointConfigurationTypes: 'REGIONAL' };
    expect(await admitted(rig.gateway.send(new gateway.ImportRestApiCommand({ body: bytes, parameters })))).toBe(true);
    const create = new gateway.CreateRestApiCommand({ name: 'a', ...regional });
    expect(await admitted(rig.gateway.send(create))).toBe(false);
  });

  it('are not used up by rejected calls', async () => {
    const rig = await startAdverseCloud({ quotas: true });
    const remove = () => rig.gateway.send(new gateway.DeleteRestApiCommand(id));
    for (let n = 0; n < 45; n += 1) await admitted(remove());
    expect(await admitted(rig.gateway.send(new gateway.GetRestApisCommand({})))).toBe(true);
  });

  it('are separate for each region', async () => {
    const rig = await startAdverseCloud({ quotas: true });
    const remove = new gateway.DeleteRestApiCommand(id);
    await admitted(rig.gateway.send(remove));
    const elsewhere = new gateway.APIGatewayClient({
      endpoint: rig.endpoint,
      region: 'us-west-2',
      credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
    expect(await admitted(elsewhere.send(remove))).toBe(true);
    expect(await admitted(rig.gateway.send(remove))).toBe(false);
  });

  it('are off by default, and calls without a published rate are not limited', async () => {
    const plain = await startAdverseCloud();
    for (let n = 0; n < 50; n += 1)
      expect(await admitted(plain.gateway.send(new gateway.GetRestApisCommand({})))).toBe(true);
    const { dynamodb } = await startAdverseCloud({ quotas: true });
    for (let n = 0; n < 50; n += 1) expect(await admitted(dynamodb.send(new ListTablesCommand({})))).toBe(true);
  });

  it('log the calls that they rejected', async () => {
    const rig = await startAdverseCloud({ quotas: true });
    for (let n = 0; n < 2; n += 1) await admitted(rig.gateway.send(new gateway.DeleteRestApiCommand(id)));
    const { last } = rig.adversity.state().calls;
    expect(last.map(({ throttled, status }) => [throttled, status])).toEqual([
      [undefined, 404],
      [true, 429],
    ]);
  });
});
