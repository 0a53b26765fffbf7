/** Cost Explorer's cost monitors in the embedded cloud, over HTTP with AWS's own SDK. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AnomalyMonitor,
  type AnomalySubscription,
  CostExplorerClient,
  CreateAnomalyMonitorCommand,
  CreateAnomalySubscriptionCommand,
  DeleteAnomalyMonitorCommand,
  DeleteAnomalySubscriptionCommand,
  type Expression,
  GetAnomaliesCommand,
  GetAnomalyMonitorsCommand,
  GetAnomalySubscriptionsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAnomalyMonitorCommand,
  UpdateAnomalySubscriptionCommand,
} from '@aws-sdk/client-cost-explorer';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { service } from '../../../src/local/services/costexplorer/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

let dataDir: string;
let cloud: Services;
let client: CostExplorerClient;

const clientIn = (region: string) =>
  new CostExplorerClient({
    region,
    endpoint: cloud.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'apikit-costexplorer-'));
  cloud = await startServices([service], { dataDir });
  client = clientIn('us-east-1');
});
afterEach(async () => {
  client.destroy();
  await cloud.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const byTag = (values: string[] = ['shop']): Expression => ({ Tags: { Key: 'app', Values: values } });

async function createMonitor(changes: Partial<AnomalyMonitor> = {}): Promise<string> {
  const monitor = { MonitorName: 'shop', MonitorType: 'CUSTOM', MonitorSpecification: byTag(), ...changes } as const;
  return (await client.send(new CreateAnomalyMonitorCommand({ AnomalyMonitor: monitor }))).MonitorArn ?? '';
}

const over = (value: string, Key: 'ABSOLUTE' | 'PERCENTAGE' = 'ABSOLUTE'): Expression => ({
  Dimensions: { Key: `ANOMALY_TOTAL_IMPACT_${Key}`, MatchOptions: ['GREATER_THAN_OR_EQUAL'], Values: [value] },
});
const email = (number: number) => ({ Type: 'EMAIL' as const, Address: `a${number}@example.com` });
const topic = (name: string) => ({ Type: 'SNS' as const, Address: `arn:aws:sns:us-east-1:000000000000:${name}` });

async function subscribe(monitor: string, changes: Partial<AnomalySubscription> = {}): Promise<string> {
  const AnomalySubscription: AnomalySubscription = {
    SubscriptionName: 'shop',
    MonitorArnList: [monitor],
    Subscribers: [email(1)],
    Frequency: 'DAILY',
    ThresholdExpression: over('20'),
    ...changes,
  };
  return (await client.send(new CreateAnomalySubscriptionCommand({ AnomalySubscription }))).SubscriptionArn ?? '';
}

it('stores monitors for all regions and over a restart, and allows duplicate names', async () => {
  const first = await createMonitor();
  const second = await createMonitor();
  expect(first).toMatch(/^arn:aws:ce::000000000000:anomalymonitor\/[\w-]{36}$/);
  expect(second).not.toBe(first);
  await cloud.close();
  cloud = await startServices([service], { dataDir });
  client.destroy();
  client = clientIn('eu-west-1');
  const { AnomalyMonitors = [] } = await client.send(new GetAnomalyMonitorsCommand({}));
  expect(AnomalyMonitors.map(({ MonitorArn }) => MonitorArn)).toEqual([first, second]);
  expect(AnomalyMonitors[0]).toMatchObject({
    MonitorName: 'shop',
    MonitorType: 'CUSTOM',
    MonitorSpecification: byTag(),
    CreationDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  });
});

it('renames and deletes a monitor, which is unknown afterwards', async () => {
  const MonitorArn = await createMonitor();
  await client.send(new UpdateAnomalyMonitorCommand({ MonitorArn, MonitorName: 'other' }));
  const named = await client.send(new GetAnomalyMonitorsCommand({ MonitorArnList: [MonitorArn] }));
  expect(named.AnomalyMonitors?.[0]?.MonitorName).toBe('other');
  await client.send(new DeleteAnomalyMonitorCommand({ MonitorArn }));
  const unknown = { name: 'UnknownMonitorException' };
  await expect(client.send(new DeleteAnomalyMonitorCommand({ MonitorArn }))).rejects.toMatchObject(unknown);
  await expect(client.send(new UpdateAnomalyMonitorCommand({ MonitorArn }))).rejects.toMatchObject(unknown);
  const byArn = new GetAnomalyMonitorsCommand({ MonitorArnList: [MonitorArn] });
  await expect(client.send(byArn)).rejects.toMatchObject(unknown);
  await expect(subscribe(MonitorArn)).rejects.toMatchObject(unknown);
});

it.each<[string, Partial<AnomalyMonitor>]>([
  ['no name', { MonitorName: undefined }],
  ['an unknown type', { MonitorType: 'OTHER' as never }],
  ['a dimension', { MonitorDimension: 'SERVICE' }],
  ['no specification', { MonitorSpecification: undefined }],
  ['two roots', { MonitorSpecification: { ...byTag(), Not: byTag() } }],
  ['two tags', { MonitorSpecification: { And: [byTag(), byTag()] } }],
  ['a tag without values', { MonitorSpecification: { Tags: { Key: 'app' } } }],
  ['eleven values', { MonitorSpecification: byTag(Array.from({ length: 11 }, (_, index) => `v${index}`)) }],
])('rejects a monitor with %s', async (_, changes) => {
  await expect(createMonitor(changes)).rejects.toMatchObject({ name: 'ValidationException' });
});

it.each<[string, Partial<AnomalyMonitor>]>([
  ['MonitorType DIMENSIONAL', { MonitorType: 'DIMENSIONAL', MonitorDimension: 'SERVICE' }],
  ['MonitorSpecification.Dimensions', { MonitorSpecification: { Dimensions: { Key: 'LINKED_ACCOUNT' } } }],
  ['MonitorSpecification.CostCategories', { MonitorSpecification: { CostCategories: { Key: 'a' } } }],
])('rejects by name a monitor with %s, which is not emulated', async (name, changes) => {
  await expect(createMonitor(changes)).rejects.toThrow(name);
});

it('allows at most 500 custom monitors', async () => {
  for (let done = 0; done < 500; done += 50) await Promise.all(Array.from({ length: 50 }, () => createMonitor()));
  await expect(createMonitor()).rejects.toThrow('Limit exceeded on custom spend monitor creation');
});

it('lists monitors and subscriptions page by page', async () => {
  const arns = [await createMonitor(), await createMonitor(), await createMonitor()];
  const page = (more: object) => client.send(new GetAnomalyMonitorsCommand({ MaxResults: 2, ...more }));
  const first = await page({});
  const second = await page({ NextPageToken: first.NextPageToken });
  const found = [first, second].map(({ AnomalyMonitors }) => AnomalyMonitors?.map(({ MonitorArn }) => MonitorArn));
  expect(found).toEqual([arns.slice(0, 2), arns.slice(2)]);
  expect(second.NextPageToken).toBeUndefined();
  await expect(page({ NextPageToken: 'x' })).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
  for (const arn of arns) await subscribe(arn);
  const subscriptions = (more: object) => client.send(new GetAnomalySubscriptionsCommand({ MaxResults: 2, ...more }));
  const { AnomalySubscriptions = [], NextPageToken } = await subscriptions({});
  expect(AnomalySubscriptions).toHaveLength(2);
  expect((await subscriptions({ NextPageToken })).AnomalySubscriptions).toHaveLength(1);
});

it('finds subscriptions by their monitor, changes them and deletes them', async () => {
  const [one, other] = [await createMonitor(), await createMonitor()];
  const SubscriptionArn = await subscribe(one);
  await subscribe(other);
  const ofOne = new GetAnomalySubscriptionsCommand({ MonitorArn: one });
  expect((await client.send(ofOne)).AnomalySubscriptions).toMatchObject([
    { SubscriptionArn, AccountId: '000000000000', Subscribers: [{ ...email(1), Status: 'CONFIRMED' }] },
  ]);
  const Subscribers = [topic('a')];
  await client.send(new UpdateAnomalySubscriptionCommand({ SubscriptionArn, Frequency: 'IMMEDIATE', Subscribers }));
  const changed = await client.send(new GetAnomalySubscriptionsCommand({ SubscriptionArnList: [SubscriptionArn] }));
  expect(changed.AnomalySubscriptions?.[0]).toMatchObject({ Frequency: 'IMMEDIATE', ThresholdExpression: over('20') });
  await client.send(new DeleteAnomalyMonitorCommand({ MonitorArn: one }));
  expect((await client.send(ofOne)).AnomalySubscriptions).toEqual([]);
  await client.send(new DeleteAnomalySubscriptionCommand({ SubscriptionArn }));
  const unknown = { name: 'UnknownSubscriptionException' };
  await expect(client.send(new DeleteAnomalySubscriptionCommand({ SubscriptionArn }))).rejects.toMatchObject(unknown);
  await expect(
    client.send(new GetAnomalySubscriptionsCommand({ SubscriptionArnList: [SubscriptionArn] })),
  ).rejects.toMatchObject(unknown);
});

it.each<[string, Partial<AnomalySubscription>]>([
  ['no threshold', { ThresholdExpression: undefined }],
  [
    'a threshold of another match option',
    { ThresholdExpression: { Dimensions: { ...over('1').Dimensions, MatchOptions: ['EQUALS'] } } },
  ],
  [
    'a threshold of another dimension',
    { ThresholdExpression: { Dimensions: { ...over('1').Dimensions, Key: 'REGION' } } },
  ],
  ['a threshold that is not a number', { ThresholdExpression: over('much') }],
  ['an empty threshold', { ThresholdExpression: {} }],
  ['a topic with a daily frequency', { Subscribers: [topic('a')] }],
  ['an address with an immediate frequency', { Frequency: 'IMMEDIATE' }],
  ['two topics', { Frequency: 'IMMEDIATE', Subscribers: [topic('a'), topic('b')] }],
  ['eleven addresses', { Subscribers: Array.from({ length: 11 }, (_, index) => email(index)) }],
  ['no subscriber', { Subscribers: [] }],
  ['no monitor', { MonitorArnList: [] }],
  ['an unknown frequency', { Frequency: 'HOURLY' as never }],
])('rejects a subscription with %s', async (_, changes) => {
  await expect(subscribe(await createMonitor(), changes)).rejects.toMatchObject({ name: 'ValidationException' });
});

it('accepts two combined thresholds, and rejects the deprecated one by name', async () => {
  const monitor = await createMonitor();
  await subscribe(monitor, { ThresholdExpression: { Or: [over('100'), over('40', 'PERCENTAGE')] } });
  await expect(subscribe(monitor, { Threshold: 100 })).rejects.toThrow('Threshold');
});

it('stores the tags of monitors and subscriptions', async () => {
  const ResourceTags = [{ Key: 'a', Value: '1' }];
  const AnomalyMonitor = { MonitorName: 'shop', MonitorType: 'CUSTOM', MonitorSpecification: byTag() } as const;
  const { MonitorArn = '' } = await client.send(new CreateAnomalyMonitorCommand({ AnomalyMonitor, ResourceTags }));
  for (const ResourceArn of [MonitorArn, await subscribe(MonitorArn)]) {
    await client.send(new TagResourceCommand({ ResourceArn, ResourceTags: [{ Key: 'b', Value: '2' }] }));
    await client.send(new UntagResourceCommand({ ResourceArn, ResourceTagKeys: ['a'] }));
    const found = await client.send(new ListTagsForResourceCommand({ ResourceArn }));
    expect(found.ResourceTags).toEqual([{ Key: 'b', Value: '2' }]);
  }
  const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
  await expect(
    client.send(new TagResourceCommand({ ResourceArn: MonitorArn, ResourceTags: many })),
  ).rejects.toMatchObject({ name: 'TooManyTagsException' });
  await expect(
    client.send(new ListTagsForResourceCommand({ ResourceArn: `${MonitorArn}-gone` })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

it('rejects operations that are not emulated', async () => {
  const command = new GetAnomaliesCommand({ DateInterval: { StartDate: '2026-11-01' } });
  await expect(client.send(command)).rejects.toThrow('GetAnomalies');
});
