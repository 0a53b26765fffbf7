/** Calls take effect but their responses never arrive: every kind must have the same result as without that. */
import { afterEach, describe, expect, it } from 'vitest';
import { alarmKind } from '../../src/aws/kinds/alarm/alarm.ts';
import type { KindDependencies } from '../../src/aws/kinds/kind-dependencies.ts';
import { logGroupKind } from '../../src/aws/kinds/log-group/log-group.ts';
import { roleKind } from '../../src/aws/kinds/role/role.ts';
import { tableKind } from '../../src/aws/kinds/table/table.ts';
import { topicKind } from '../../src/aws/kinds/topic/topic.ts';
import type { Kind, Resource } from '../../src/engine/resource.ts';
import type { ServiceDefinition } from '../../src/local/cloud/operation.ts';
import { service as cloudwatch } from '../../src/local/services/cloudwatch/service.ts';
import { service as dynamodb } from '../../src/local/services/dynamodb/service.ts';
import { service as iam } from '../../src/local/services/iam/service.ts';
import { service as logs } from '../../src/local/services/logs/service.ts';
import { service as sns } from '../../src/local/services/sns/service.ts';
import { resource, startWorld, TAGS, type World } from './kind-world.ts';

const allow = (Action: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

const KINDS: [ServiceDefinition, (world: KindDependencies) => Kind, Resource][] = [
  [
    dynamodb,
    tableKind,
    resource('table', 'items-api-dev-items', {
      partitionKey: { name: 'id', type: 'S' },
      pointInTimeRecovery: true,
      deletionProtection: true,
      encryption: true,
      tags: TAGS,
    }),
  ],
  [
    iam,
    roleKind,
    resource('role', 'items-api-dev-function', {
      trustPolicy: trust,
      policies: { one: allow('s3:GetObject'), two: allow('s3:PutObject') },
      tags: TAGS,
    }),
  ],
  [logs, logGroupKind, resource('log-group', '/aws/lambda/items-api-dev', { retentionDays: 14, tags: TAGS })],
  [sns, topicKind, resource('topic', 'items-api-dev-alarms', { emails: ['ops@example.com'], tags: TAGS })],
  [
    cloudwatch,
    alarmKind,
    resource('alarm', 'items-api-dev-function-errors', {
      description: 'The function fails.',
      metrics: [{ id: 'm', namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'f' }, stat: 'Sum' }],
      period: 60,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      threshold: 0,
      comparison: 'GreaterThanThreshold',
      treatMissingData: 'notBreaching',
      actions: [],
      tags: TAGS,
    }),
  ],
];

let world: World | undefined;
afterEach(async () => await world?.close());

describe.each(KINDS)('a lost response', (service, create, wanted) => {
  it.each([0, 1, 2])(`to call %i of creating a ${wanted.kind} does not change the result`, async (n) => {
    world = await startWorld([service]);
    if (n > 0) world.proxy.add({ method: 'POST', path: /./, times: n });
    world.proxy.add({ method: 'POST', path: /./, loseAnswer: true });
    const kind = create(world);
    const applied = await kind.apply(wanted, undefined, world.context);
    await kind.finish?.(wanted, applied, world.context);
    const later = create(world);
    const observed = await later.read(wanted, world.context);
    expect(observed && later.diff(wanted, observed)).toEqual([]);
    expect(observed?.owned).toBe(true);
  });

  it.each([0, 1, 2])(`to call %i of deleting a ${wanted.kind} leaves nothing behind`, async (n) => {
    world = await startWorld([service]);
    const kind = create(world);
    const observed = await kind.apply(wanted, undefined, world.context);
    if (n > 0) world.proxy.add({ method: 'POST', path: /./, times: n });
    world.proxy.add({ method: 'POST', path: /./, loseAnswer: true });
    await kind.remove(wanted, observed, world.context);
    expect(await create(world).read(wanted, world.context)).toBeUndefined();
  });
});
