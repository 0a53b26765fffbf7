/** AWS Budgets of the embedded cloud, over HTTP with AWS's own SDK. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Budget,
  BudgetsClient,
  CreateBudgetCommand,
  CreateNotificationCommand,
  DeleteBudgetCommand,
  DeleteNotificationCommand,
  DescribeBudgetActionsForAccountCommand,
  DescribeBudgetCommand,
  DescribeBudgetsCommand,
  DescribeNotificationsForBudgetCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateBudgetCommand,
} from '@aws-sdk/client-budgets';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { service } from '../../../src/local/services/budgets/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

const AccountId = '000000000000';
const of = { AccountId, BudgetName: 'shop' };
const ARN = `arn:aws:budgets::${AccountId}:budget/shop`;
let dataDir: string;
let cloud: Services;
let client: BudgetsClient;

const clientIn = (region: string) =>
  new BudgetsClient({
    region,
    endpoint: cloud.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'apikit-budgets-'));
  cloud = await startServices([service], { dataDir });
  client = clientIn('us-east-1');
});
afterEach(async () => {
  client.destroy();
  await cloud.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const budget = (changes: Partial<Budget> = {}): Budget => ({
  BudgetName: 'shop',
  BudgetType: 'COST',
  TimeUnit: 'MONTHLY',
  BudgetLimit: { Amount: '50', Unit: 'USD' },
  ...changes,
});
const create = (changes: Partial<Budget> = {}) =>
  client.send(new CreateBudgetCommand({ AccountId, Budget: budget(changes) }));
const email = (number: number) => ({ SubscriptionType: 'EMAIL' as const, Address: `a${number}@example.com` });
const topic = (name: string) => ({
  SubscriptionType: 'SNS' as const,
  Address: `arn:aws:sns:us-east-1:${AccountId}:${name}`,
});
const at = (Threshold: number) => ({
  NotificationType: 'ACTUAL' as const,
  ComparisonOperator: 'GREATER_THAN' as const,
  Threshold,
});

it('a budget is one for all regions, outlives a restart, and returns amounts with decimals', async () => {
  await create();
  await cloud.close();
  cloud = await startServices([service], { dataDir });
  client.destroy();
  client = clientIn('eu-west-1');
  const { Budget: found } = await client.send(new DescribeBudgetCommand(of));
  expect(found?.BudgetLimit).toEqual({ Amount: '50.0', Unit: 'USD' });
  expect(found?.LastUpdatedTime).toBeInstanceOf(Date);
});

it('a budget is rejected the second time, and a missing one is unknown', async () => {
  await create();
  await expect(create()).rejects.toMatchObject({ name: 'DuplicateRecordException' });
  const gone = { AccountId, BudgetName: 'gone' };
  for (const command of [
    new DescribeBudgetCommand(gone),
    new DeleteBudgetCommand(gone),
    new DescribeNotificationsForBudgetCommand(gone),
    new UpdateBudgetCommand({ AccountId, NewBudget: budget({ BudgetName: 'gone' }) }),
    new ListTagsForResourceCommand({ ResourceARN: `${ARN}-gone` }),
    new DeleteNotificationCommand({ ...of, Notification: at(7) }),
  ])
    await expect(client.send(command as DescribeBudgetCommand)).rejects.toMatchObject({ name: 'NotFoundException' });
});

it.each<[string, Partial<Budget>, string]>([
  ['a name with a colon', { BudgetName: 'a:b' }, 'InvalidParameterException'],
  ['no limit', { BudgetLimit: undefined }, 'InvalidParameterException'],
  ['an invalid amount', { BudgetLimit: { Amount: '-1', Unit: 'USD' } }, 'InvalidParameterException'],
  ['an invalid time unit', { TimeUnit: 'WEEKLY' as never }, 'InvalidParameterException'],
])('a budget with %s is rejected', async (_, changes, name) => {
  await expect(create(changes)).rejects.toMatchObject({ name });
});

it.each<[string, Partial<Budget>]>([
  ['CostFilters', { CostFilters: { TagKeyValue: ['user:a$b'] } }],
  ['BudgetType USAGE', { BudgetType: 'USAGE' }],
])('a budget with %s is rejected by name, since it is not emulated', async (name, changes) => {
  await expect(create(changes)).rejects.toThrow(name);
});

it('a budget in another account is not visible', async () => {
  const command = new DescribeBudgetCommand({ AccountId: '111122223333', BudgetName: 'shop' });
  await expect(client.send(command)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

it('a budget has at most five distinct notifications, each with ten addresses and one topic', async () => {
  await create();
  const notify = (threshold: number, Subscribers: (ReturnType<typeof email> | ReturnType<typeof topic>)[]) =>
    client.send(new CreateNotificationCommand({ ...of, Notification: at(threshold), Subscribers }));
  const tooMany = { name: 'CreationLimitExceededException' };
  const ten = Array.from({ length: 10 }, (_, index) => email(index));
  await expect(notify(1, [])).rejects.toMatchObject({ name: 'InvalidParameterException' });
  await expect(notify(1, [...ten, email(10)])).rejects.toMatchObject(tooMany);
  await expect(notify(1, [topic('a'), topic('b')])).rejects.toMatchObject(tooMany);
  await notify(1, [...ten, topic('a')]);
  await expect(notify(1, [email(0)])).rejects.toMatchObject({ name: 'DuplicateRecordException' });
  for (const threshold of [2, 3, 4, 5]) await notify(threshold, [email(0)]);
  await expect(notify(6, [email(0)])).rejects.toMatchObject(tooMany);
  await client.send(new DeleteNotificationCommand({ ...of, Notification: at(5) }));
  const { Notifications = [] } = await client.send(new DescribeNotificationsForBudgetCommand(of));
  expect(Notifications.map(({ Threshold }) => Threshold)).toEqual([1, 2, 3, 4]);
});

it('a budget has tags that can be set and deleted', async () => {
  const ResourceTags = [{ Key: 'a', Value: '1' }];
  await client.send(new CreateBudgetCommand({ AccountId, Budget: budget(), ResourceTags }));
  await client.send(new TagResourceCommand({ ResourceARN: ARN, ResourceTags: [{ Key: 'b', Value: '2' }] }));
  await client.send(new UntagResourceCommand({ ResourceARN: ARN, ResourceTagKeys: ['a'] }));
  const found = await client.send(new ListTagsForResourceCommand({ ResourceARN: ARN }));
  expect(found.ResourceTags).toEqual([{ Key: 'b', Value: '2' }]);
});

it('shows its filter only on request', async () => {
  const FilterExpression = { Tags: { Key: 'a', Values: ['1'] } };
  await create({ FilterExpression });
  const one = async (more = {}) => (await client.send(new DescribeBudgetCommand({ ...of, ...more }))).Budget;
  expect((await one())?.FilterExpression).toBeUndefined();
  expect((await one({ ShowFilterExpression: true }))?.FilterExpression).toEqual(FilterExpression);
});

it('budgets are listed page by page', async () => {
  for (const BudgetName of ['a', 'b', 'c']) await create({ BudgetName });
  const list = (more: object) => client.send(new DescribeBudgetsCommand({ AccountId, MaxResults: 2, ...more }));
  const first = await list({});
  const second = await list({ NextToken: first.NextToken });
  expect([first, second].map(({ Budgets }) => Budgets?.map(({ BudgetName }) => BudgetName))).toEqual([
    ['a', 'b'],
    ['c'],
  ]);
  expect(second.NextToken).toBeUndefined();
  await expect(list({ NextToken: 'x' })).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
});

it('rejects operations that are not emulated', async () => {
  await expect(client.send(new DescribeBudgetActionsForAccountCommand({ AccountId }))).rejects.toThrow(
    'DescribeBudgetActionsForAccount',
  );
});
