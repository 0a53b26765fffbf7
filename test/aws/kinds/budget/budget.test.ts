import {
  CreateBudgetCommand,
  CreateNotificationCommand,
  DeleteNotificationCommand,
  DescribeBudgetCommand,
  DescribeNotificationsForBudgetCommand,
  DescribeSubscribersForNotificationCommand,
  ListTagsForResourceCommand,
  UpdateBudgetCommand,
} from '@aws-sdk/client-budgets';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { budgetKind } from '../../../../src/aws/kinds/budget/budget.ts';
import type { BudgetProperties } from '../../../../src/aws/kinds/budget/shape.ts';
import type { Kind, Resource } from '../../../../src/engine/resource.ts';
import { service as budgets } from '../../../../src/local/services/budgets/service.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev-eu-west-1';
const AccountId = '000000000000';
const TOPIC = 'arn:aws:sns:eu-west-1:000000000000:money';
const of = { AccountId, BudgetName: NAME };
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([budgets]);
  kind = budgetKind(world);
});
afterEach(async () => await world.close());

const wanted = (changes: Partial<BudgetProperties> = {}): Resource =>
  resource('budget', NAME, {
    monthly: 50,
    notify: ['ops@example.com'],
    forecast: true,
    tags: TAGS,
    ...changes,
  } satisfies BudgetProperties);

/** Compares as a later run does. */
const differences = (desired: Resource) => differencesOf(budgetKind(world), desired, world);

async function told(): Promise<Record<string, string[]>> {
  const client = await world.clients.budgets();
  const { Notifications = [] } = await client.send(new DescribeNotificationsForBudgetCommand(of));
  const entries = Notifications.map(async ({ NotificationState: _, ...Notification }) => {
    const { Subscribers = [] } = await client.send(
      new DescribeSubscribersForNotificationCommand({ ...of, Notification }),
    );
    return [
      `${Notification.NotificationType} ${Notification.Threshold}`,
      Subscribers.map(({ SubscriptionType, Address }) => `${SubscriptionType} ${Address}`),
    ] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

describe('a budget', () => {
  it('is created in one write, filters by both tags, and then has no changes', async () => {
    expect(await callsOf(world, () => kind.apply(wanted(), undefined, world.context))).toEqual({ calls: 1, writes: 1 });
    const client = await world.clients.budgets();
    const { Budget } = await client.send(new DescribeBudgetCommand({ ...of, ShowFilterExpression: true }));
    expect(Budget).toMatchObject({
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: '50.0', Unit: 'USD' },
      Metrics: ['UnblendedCost'],
      FilterExpression: {
        And: [
          { Tags: { Key: 'apikit:app', Values: ['items-api'], MatchOptions: ['EQUALS'] } },
          { Tags: { Key: 'apikit:stage', Values: ['dev'], MatchOptions: ['EQUALS'] } },
        ],
      },
    });
    const ResourceARN = `arn:aws:budgets::${AccountId}:budget/${NAME}`;
    const { ResourceTags = [] } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
    expect(Object.fromEntries(ResourceTags.map(({ Key, Value }) => [Key, Value]))).toEqual(TAGS);
    expect(await told()).toEqual({
      'ACTUAL 100': ['EMAIL ops@example.com'],
      'FORECASTED 100': ['EMAIL ops@example.com'],
    });
    expect(await differences(wanted())).toEqual([]);
    expect(world.notes.join()).toContain('cost allocation tags');
  });

  it('needs one call if it does not exist, and five if it does', async () => {
    expect(await callsOf(world, () => kind.read(wanted(), world.context))).toEqual({ calls: 1, writes: 0 });
    await reconcile(kind, wanted(), world);
    expect(await callsOf(world, () => kind.read(wanted(), world.context))).toEqual({ calls: 5, writes: 0 });
  });

  it.each<[string, Partial<BudgetProperties>, string[], number]>([
    ['another amount', { monthly: 12.5 }, ['monthly'], 1],
    ['other recipients', { notify: [TOPIC, 'a@example.com'] }, ['notified'], 4],
    ['no forecast', { forecast: false }, ['notified'], 1],
    ['another tag', { tags: { ...TAGS, team: 'api' } }, ['tags.team'], 1],
  ])('gets %s with no other write', async (_, changes, paths, writes) => {
    await reconcile(kind, wanted(), world);
    const next = wanted(changes);
    expect(await differences(next)).toEqual(paths);
    const observed = await kind.read(next, world.context);
    const made = await callsOf(world, () => kind.apply(next, observed, world.context));
    expect(made).toEqual({ calls: writes, writes });
    expect(await differences(next)).toEqual([]);
    expect(await differences(wanted())).not.toEqual([]);
  });

  it('notifies a topic by SNS, and addresses by e-mail', async () => {
    await reconcile(kind, wanted({ notify: [TOPIC, 'a@example.com'], forecast: false }), world);
    expect(await told()).toEqual({ 'ACTUAL 100': ['EMAIL a@example.com', `SNS ${TOPIC}`] });
  });

  it('is repaired after a change in the console', async () => {
    await reconcile(kind, wanted(), world);
    const client = await world.clients.budgets();
    const Notification = {
      NotificationType: 'ACTUAL' as const,
      ComparisonOperator: 'GREATER_THAN' as const,
      Threshold: 80,
    };
    const Subscribers = [{ SubscriptionType: 'EMAIL' as const, Address: 'x@example.com' }];
    await client.send(new CreateNotificationCommand({ ...of, Notification, Subscribers }));
    await client.send(new DeleteNotificationCommand({ ...of, Notification: { ...Notification, Threshold: 100 } }));
    await client.send(
      new UpdateBudgetCommand({
        AccountId,
        NewBudget: {
          BudgetName: NAME,
          BudgetType: 'COST',
          TimeUnit: 'QUARTERLY',
          BudgetLimit: { Amount: '50', Unit: 'USD' },
          FilterExpression: { Tags: { Key: 'apikit:app', Values: ['items-api'] } },
        },
      }),
    );
    expect(await differences(wanted())).toEqual(['filter', 'form', 'notified']);
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted())).toEqual([]);
    expect(Object.keys(await told()).sort()).toEqual(['ACTUAL 100', 'FORECASTED 100']);
  });

  it('that exists already is reused if it belongs to the stage, and otherwise not changed', async () => {
    await kind.apply(wanted(), undefined, world.context);
    await kind.apply(wanted({ monthly: 60 }), undefined, world.context);
    expect(await differences(wanted({ monthly: 60 }))).toEqual([]);
    const other = { ...wanted(), name: 'somebody-else' };
    const client = await world.clients.budgets();
    const Budget = { BudgetName: other.name, BudgetType: 'COST', TimeUnit: 'MONTHLY' } as const;
    await client.send(
      new CreateBudgetCommand({ AccountId, Budget: { ...Budget, BudgetLimit: { Amount: '1', Unit: 'USD' } } }),
    );
    expect((await kind.read(other, world.context))?.owned).toBe(false);
    await expect(kind.apply(other, undefined, world.context)).rejects.toThrow('the budget already exists');
  });

  it('is deleted, and a missing one is not an error', async () => {
    await reconcile(kind, wanted(), world);
    await kind.remove(wanted(), undefined as never, world.context);
    expect(await kind.read(wanted(), world.context)).toBeUndefined();
    await kind.remove(wanted(), undefined as never, world.context);
  });
});
