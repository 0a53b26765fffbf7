/** Scalable targets of the embedded cloud: their rules, and how a schedule and a target change the instances. */
import {
  ApplicationAutoScalingClient,
  DeleteScalingPolicyCommand,
  DeleteScheduledActionCommand,
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
  ListTagsForResourceCommand,
  PutScalingPolicyCommand,
  type PutScalingPolicyCommandInput,
  PutScheduledActionCommand,
  type PutScheduledActionCommandInput,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  GetProvisionedConcurrencyConfigCommand,
  LambdaClient,
  PutProvisionedConcurrencyConfigCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isDue } from '../../../src/local/services/application-autoscaling/schedule.ts';
import { service as autoscaling } from '../../../src/local/services/application-autoscaling/service.ts';
import { metricStoreOf } from '../../../src/local/services/cloudwatch/metric-store.ts';
import { service as cloudwatch } from '../../../src/local/services/cloudwatch/service.ts';
import { service as iam } from '../../../src/local/services/iam/service.ts';
import { service as lambdaService } from '../../../src/local/services/lambda/service.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';
import { makeZip } from '../lambda/zip.ts';

const PLACE = { ServiceNamespace: 'lambda', ScalableDimension: 'lambda:function:ProvisionedConcurrency' } as const;
const ResourceId = 'function:orders:1';
const MINUTE = 60_000;
const SCOPE = { account: '000000000000', region: 'eu-west-1' };
/** A Monday, 06:58 in Berlin. */
const START = Date.UTC(2027, 0, 4, 5, 58);

let cloud: Services;
let clock: ReturnType<typeof fakeClock>;
let client: ApplicationAutoScalingClient;
let lambda: LambdaClient;

beforeEach(async () => {
  clock = fakeClock(START);
  cloud = await startServices([iam, lambdaService, cloudwatch, autoscaling], { clock: clock.cloud });
  const config = {
    endpoint: cloud.endpoint,
    region: SCOPE.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  client = new ApplicationAutoScalingClient(config);
  lambda = new LambdaClient(config);
  const roles = new IAMClient(config);
  const trust = [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: trust });
  const { Role } = await roles.send(new CreateRoleCommand({ RoleName: 'orders', AssumeRolePolicyDocument }));
  roles.destroy();
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'orders',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: Role!.Arn!,
      Code: { ZipFile: makeZip({ 'index.mjs': 'export const handler = async () => null;' }) },
      Publish: true,
    }),
  );
  await lambda.send(
    new PutProvisionedConcurrencyConfigCommand({
      FunctionName: 'orders',
      Qualifier: '1',
      ProvisionedConcurrentExecutions: 2,
    }),
  );
});
afterEach(async () => {
  client.destroy();
  lambda.destroy();
  await cloud.close();
});

const register = (more: {
  MinCapacity?: number;
  MaxCapacity?: number;
  ResourceId?: string;
  Tags?: Record<string, string>;
}) => client.send(new RegisterScalableTargetCommand({ ...PLACE, ResourceId, ...more }));
const follow = (more: Partial<PutScalingPolicyCommandInput> = {}) =>
  client.send(
    new PutScalingPolicyCommand({
      ...PLACE,
      ResourceId,
      PolicyName: 'use',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 0.5,
        PredefinedMetricSpecification: { PredefinedMetricType: 'LambdaProvisionedConcurrencyUtilization' },
      },
      ...more,
    }),
  );
const schedule = (more: Partial<PutScheduledActionCommandInput>) =>
  client.send(
    new PutScheduledActionCommand({
      ...PLACE,
      ResourceId,
      ScheduledActionName: 'morning',
      ScalableTargetAction: { MinCapacity: 6, MaxCapacity: 9 },
      ...more,
    }),
  );
const instances = async () => {
  const command = new GetProvisionedConcurrencyConfigCommand({ FunctionName: 'orders', Qualifier: '1' });
  return (await lambda.send(command)).RequestedProvisionedConcurrentExecutions;
};
const target = async () => {
  const { ScalableTargets = [] } = await client.send(new DescribeScalableTargetsCommand({ ...PLACE }));
  return ScalableTargets.map(({ MinCapacity, MaxCapacity }) => [MinCapacity, MaxCapacity]);
};

/** So many calls at the same moment in each of the next minutes. */
function busy(concurrent: number, minutes: number): void {
  for (let minute = 0; minute < minutes; minute += 1) {
    const dimensions = { FunctionName: 'orders', Resource: 'orders:1' };
    const identity = { namespace: 'AWS/Lambda', name: 'ConcurrentExecutions', dimensions, unit: 'Count' as const };
    metricStoreOf(cloud.cloud).meter(SCOPE, identity)(concurrent);
    clock.advance(MINUTE);
  }
}

describe('a scalable target', () => {
  test('keeps the instances between its bounds, and has the tags of its first registration', async () => {
    const { ScalableTargetARN } = await register({ MinCapacity: 3, MaxCapacity: 8, Tags: { team: 'green' } });
    expect(await instances()).toBe(3);
    expect(await client.send(new ListTagsForResourceCommand({ ResourceARN: ScalableTargetARN! }))).toMatchObject({
      Tags: { team: 'green' },
    });
    await register({ MaxCapacity: 2, MinCapacity: 1 });
    expect([await target(), await instances()]).toEqual([[[1, 2]], 2]);
    await client.send(new DeregisterScalableTargetCommand({ ...PLACE, ResourceId }));
    expect(await target()).toEqual([]);
    await expect(client.send(new DeregisterScalableTargetCommand({ ...PLACE, ResourceId }))).rejects.toMatchObject({
      name: 'ObjectNotFoundException',
      message:
        'No scalable target found for service namespace: lambda, resource ID: function:orders:1, scalable dimension: lambda:function:ProvisionedConcurrency',
    });
  });

  test('needs a version that exists, both bounds, and a target that is registered for its policies', async () => {
    await expect(register({ MinCapacity: 1 })).rejects.toThrow('MaxCapacity must be specified');
    await expect(register({ MinCapacity: 3, MaxCapacity: 2 })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(register({ MinCapacity: 1, MaxCapacity: 2, ResourceId: 'function:orders:7' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(register({ MinCapacity: 1, MaxCapacity: 2, ResourceId: 'function:orders' })).rejects.toThrow(
      'Unsupported service namespace, resource type or scalable dimension',
    );
    await expect(follow()).rejects.toThrow('No scalable target registered for service namespace: lambda');
    await expect(schedule({ Schedule: 'rate(1 hour)' })).rejects.toMatchObject({ name: 'ObjectNotFoundException' });
  });

  test('refuses by name what is not emulated', async () => {
    await register({ MinCapacity: 1, MaxCapacity: 4 });
    await expect(follow({ PolicyType: 'StepScaling' })).rejects.toThrow('StepScaling');
    const of = (more: object) =>
      follow({
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 0.5,
          PredefinedMetricSpecification: { PredefinedMetricType: 'LambdaProvisionedConcurrencyUtilization' },
          ...more,
        },
      });
    await expect(of({ ScaleInCooldown: 60 })).rejects.toThrow('ScaleInCooldown');
    await expect(
      of({ PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' } }),
    ).rejects.toThrow('ECSServiceAverageCPUUtilization');
    await expect(schedule({ Schedule: 'cron(0 8 L * ? *)' })).rejects.toThrow('L in cron(0 8 L * ? *)');
    await expect(schedule({ Schedule: 'cron(0 8 * * * *)' })).rejects.toThrow('Invalid schedule expression');
    await expect(schedule({ Schedule: 'rate(5 hours)', StartTime: new Date(START) })).rejects.toThrow('StartTime');
  });
});

test('a scheduled action sets other bounds at its time, in its time zone', async () => {
  await register({ MinCapacity: 1, MaxCapacity: 4 });
  await schedule({ Schedule: 'cron(0 7 ? * MON-FRI *)', Timezone: 'Europe/Berlin' });
  clock.advance(MINUTE);
  expect(await instances()).toBe(2);
  clock.advance(MINUTE);
  expect([await target(), await instances()]).toEqual([[[6, 9]], 6]);
  const { ScheduledActions } = await client.send(new DescribeScheduledActionsCommand({ ...PLACE, ResourceId }));
  expect(ScheduledActions).toMatchObject([
    { ScheduledActionName: 'morning', Timezone: 'Europe/Berlin', ScalableTargetAction: { MinCapacity: 6 } },
  ]);
  const gone = new DeleteScheduledActionCommand({ ...PLACE, ResourceId, ScheduledActionName: 'morning' });
  await client.send(gone);
  await expect(client.send(gone)).rejects.toMatchObject({ name: 'ObjectNotFoundException' });
});

test('a target adds instances after three busy minutes, and removes some after fifteen quiet ones', async () => {
  await register({ MinCapacity: 2, MaxCapacity: 5 });
  await follow();
  clock.advance(MINUTE);
  busy(2, 2);
  expect(await instances()).toBe(2);
  busy(2, 2);
  expect(await instances()).toBe(4);
  busy(1, 14);
  expect(await instances()).toBe(4);
  busy(1, 3);
  expect(await instances()).toBe(2);
  busy(9, 5);
  expect(await instances()).toBe(5);
  // Without calls there is no utilization, and nothing is removed.
  clock.advance(60 * MINUTE);
  expect(await instances()).toBe(5);
  const { ScalingPolicies } = await client.send(new DescribeScalingPoliciesCommand({ ...PLACE, ResourceId }));
  expect(ScalingPolicies).toMatchObject([
    { PolicyName: 'use', TargetTrackingScalingPolicyConfiguration: { TargetValue: 0.5 } },
  ]);
  await client.send(new DeleteScalingPolicyCommand({ ...PLACE, ResourceId, PolicyName: 'use' }));
});

test('schedules are read as AWS documents them', () => {
  const at = (text: string) => Date.parse(`${text}Z`);
  const due = (schedule: string, time: string, zone = 'UTC') => isDue(schedule, zone, at('2027-01-01T00:00'), at(time));
  expect(due('at(2027-03-01T08:30:00)', '2027-03-01T08:30')).toBe(true);
  expect(due('at(2027-03-01T08:30:00)', '2027-03-01T07:30', 'Europe/Berlin')).toBe(true);
  expect(due('rate(2 hours)', '2027-01-01T04:00')).toBe(true);
  expect(due('rate(2 hours)', '2027-01-01T03:00')).toBe(false);
  expect(due('cron(0/15 8-10 * * ? *)', '2027-01-05T09:45')).toBe(true);
  expect(due('cron(0/15 8-10 * * ? *)', '2027-01-05T11:00')).toBe(false);
  expect(due('cron(0 0 1 JAN,JUL ? 2027)', '2027-07-01T00:00')).toBe(true);
  expect(due('cron(0 8 ? * SUN *)', '2027-01-03T08:00')).toBe(true);
  expect(due('cron(0 8 ? * 2 *)', '2027-01-03T08:00')).toBe(false);
});
