import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApplyResult } from '../../src/engine/apply.ts';
import { pending } from '../../src/engine/plan.ts';
import { service as apigateway } from '../../src/local/services/apigateway/service.ts';
import { service as cloudwatch } from '../../src/local/services/cloudwatch/service.ts';
import { service as dynamodb } from '../../src/local/services/dynamodb/service.ts';
import { service as iam } from '../../src/local/services/iam/service.ts';
import { service as lambda } from '../../src/local/services/lambda/service.ts';
import { service as logs } from '../../src/local/services/logs/service.ts';
import { service as sns } from '../../src/local/services/sns/service.ts';
import { callsOf, startWorld, type World } from './kind-world.ts';
import { CONFIG, contractOf, type StageWorld, stageWorld } from './stage-world.ts';

let world: World;
let stage: StageWorld;

async function start(): Promise<void> {
  world = await startWorld([apigateway, cloudwatch, dynamodb, iam, lambda, logs, sns]);
  stage = stageWorld(world);
  stage.config = { ...CONFIG, alarms: { ...CONFIG.alarms, notify: [] } };
}

beforeEach(start);
afterEach(async () => await world.close());

/** Returns the changes that were really made, as `create table/items`. */
const changes = ({ done, failed }: ApplyResult): string[] => {
  expect(failed).toEqual([]);
  return done.filter(({ action }) => action !== 'none').map(({ resource, action }) => `${action} ${resource}`);
};

describe('a whole stage', () => {
  it('deploys, has no changes afterwards, and changes only code when only code changed', async () => {
    const made = changes(await stage.deploy());
    expect(made.sort()).toEqual([
      'create account',
      'create alarm/api-5xx-rate',
      'create alarm/api-latency-p99',
      'create alarm/function-duration-p99',
      'create alarm/function-errors',
      'create alarm/function-throttles',
      'create api',
      'create function',
      'create log-group/access',
      'create log-group/function',
      'create release',
      'create role',
      'create stage',
      'create table/items',
      'create usage-plan/basic',
    ]);
    expect(changes(await stage.deploy())).toEqual([]);
    stage.source = 'export const handler = async () => ({ statusCode: 204 });';
    expect(changes(await stage.deploy())).toEqual(['update function', 'update release', 'update stage']);
    expect(pending(await stage.plan())).toEqual([]);
  });

  it('keeps to its budget of calls with any number of operations', async () => {
    const counts = async () => {
      const first = await callsOf(world, () => stage.deploy());
      const again = await callsOf(world, () => stage.deploy());
      stage.source += '\n';
      const code = await callsOf(world, () => stage.deploy());
      return { writes: first.writes, again, code };
    };
    const five = await counts();
    // The budgets are 32 writes for the first deploy, 18 calls for no change, and 25 calls with 9 writes for code
    // alone, including one call of STS.
    expect(five.writes).toBeLessThanOrEqual(32);
    expect(five.again.writes).toBe(0);
    expect(five.again.calls).toBeLessThanOrEqual(18 - 1);
    expect(five.code.calls).toBeLessThanOrEqual(25 - 1);
    expect(five.code.writes).toBeLessThanOrEqual(9);
    await world.close();

    await start();
    stage.contract = contractOf(300);
    expect(await counts()).toEqual(five);
    await world.close();

    // Settings of single operations are part of the one write that the stage needs anyway.
    await start();
    stage.contract = contractOf(300).replaceAll(
      '"security"',
      '"x-apikit":{"throttle":{"rate":1,"burst":1}},"security"',
    );
    expect(await counts()).toEqual(five);
  });

  it('keeps to its budget of writes with a topic for its alarms too, and has no changes afterwards', async () => {
    stage.config = CONFIG;
    expect((await callsOf(world, () => stage.deploy())).writes).toBeLessThanOrEqual(32);
    expect((await callsOf(world, () => stage.deploy())).writes).toBe(0);
  });

  it.each([1, 3, 5, 7, 9])(
    'is completed by a second run when the first was interrupted after %i changes',
    async (n) => {
      const first = await stage.deploy({ interruptAfter: n });
      expect(first.interrupted).toBe(true);
      expect(first.notStarted.length).toBeGreaterThan(0);
      changes(await stage.deploy());
      expect(pending(await stage.plan())).toEqual([]);
    },
  );

  it('does not take over a table of others, unless told to', async () => {
    const client = await world.clients.dynamodb();
    const TableName = 'items-api-dev-items';
    await client.send(
      new CreateTableCommand({
        TableName,
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    await expect(stage.deploy()).rejects.toMatchObject({
      code: 'NotOurs',
      message: expect.stringContaining(
        `table ${TableName} (arn:aws:dynamodb:eu-west-1:000000000000:table/${TableName})`,
      ),
    });
    expect(changes(await stage.deploy({ adopt: true }))).toContain('adopt table/items');
    expect(changes(await stage.deploy())).toEqual([]);
  });

  it('never has a table replaced', async () => {
    await stage.deploy();
    const [[name, table]] = Object.entries(stage.config.tables) as [[string, (typeof CONFIG.tables)[string]]];
    stage.config = { ...stage.config, tables: { [name]: { ...table, key: 'other' } } };
    await expect(stage.plan()).rejects.toMatchObject({ code: 'WouldReplaceTable' });
  });

  it.each([1, 4, 8])('is deleted by a second run when the first was interrupted after %i deletions', async (n) => {
    await stage.deploy();
    expect((await stage.destroy({ deleteData: true, interruptAfter: n })).interrupted).toBe(true);
    expect((await stage.destroy({ deleteData: true })).failed).toEqual([]);
    expect((await stage.destroy({ deleteData: true })).done).toEqual([]);
  });

  it('is destroyed except for its data and shared resources, and can be deployed again', async () => {
    await stage.deploy();
    const outcome = await stage.destroy();
    expect(outcome.failed).toEqual([]);
    expect([...outcome.attributes.keys()].sort()).toEqual(['account', 'table/items']);
    const client = await world.clients.dynamodb();
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'items-api-dev-items' }));
    expect(Table?.TableStatus).toBe('ACTIVE');
    expect(changes(await stage.deploy())).not.toContain('create table/items');
    await stage.destroy({ deleteData: true });
    expect((await stage.destroy({ deleteData: true })).done).toEqual([]);
  });
});
