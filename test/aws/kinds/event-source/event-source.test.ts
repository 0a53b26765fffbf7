import { type DynamoDBClient, PutItemCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { ListTagsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApplyResult } from '../../../../src/engine/apply.ts';
import { pending } from '../../../../src/engine/plan.ts';
import { service as apigateway } from '../../../../src/local/services/apigateway/service.ts';
import { service as cloudwatch } from '../../../../src/local/services/cloudwatch/service.ts';
import { service as dynamodb } from '../../../../src/local/services/dynamodb/service.ts';
import { service as streams } from '../../../../src/local/services/dynamodbstreams/service.ts';
import { service as iam } from '../../../../src/local/services/iam/service.ts';
import { service as lambda } from '../../../../src/local/services/lambda/service.ts';
import { service as logs } from '../../../../src/local/services/logs/service.ts';
import { callsOf, startWorld, type World } from '../../kind-world.ts';
import { CONFIG, type StageWorld, stageWorld } from '../../stage-world.ts';

let world: World;
let stage: StageWorld;

beforeEach(async () => {
  world = await startWorld([apigateway, cloudwatch, dynamodb, streams, iam, lambda, logs]);
  stage = stageWorld(world);
  const stream = {
    consumer: 'src/consumers/items.ts',
    runtime: 'nodejs22.x',
    batchSize: 10,
    startingPosition: 'trimHorizon' as const,
    bisect: true,
    retries: 10,
  };
  stage.config = {
    ...CONFIG,
    alarms: { ...CONFIG.alarms, enabled: false },
    tables: { items: { ...CONFIG.tables.items!, stream } },
  };
});
afterEach(async () => await world.close());

const changes = ({ done, failed }: ApplyResult): string[] => {
  expect(failed).toEqual([]);
  return done.filter(({ action }) => action !== 'none').map(({ resource, action }) => `${action} ${resource}`);
};
const streamed = (all: readonly string[]) => all.filter((one) => one.endsWith('-stream')).sort();

const NAME = 'items-api-dev-items-stream';
async function mappings() {
  const client = await world.clients.lambda();
  const { ListEventSourceMappingsCommand } = await import('@aws-sdk/client-lambda');
  return (await client.send(new ListEventSourceMappingsCommand({ FunctionName: NAME }))).EventSourceMappings ?? [];
}

describe('a table with a stream', () => {
  it('gets an event source mapping to its function, and then has no changes', async () => {
    expect(streamed(changes(await stage.deploy()))).toEqual([
      'create consumer/items-stream',
      'create event-source/items-stream',
      'create log-group/items-stream',
      'create role/items-stream',
    ]);
    expect(await mappings()).toMatchObject([
      {
        BatchSize: 10,
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        State: 'Enabled',
      },
    ]);
    const client = await world.clients.lambda();
    const tags = async () => {
      const [mapping] = await mappings();
      return (await client.send(new ListTagsCommand({ Resource: mapping!.EventSourceMappingArn }))).Tags;
    };
    expect(await tags()).toMatchObject({ 'apikit:app': 'items-api', 'apikit:stage': 'dev' });
    stage.config = { ...stage.config, tags: { team: 'green' } };
    expect(streamed(changes(await stage.deploy()))).toContain('update event-source/items-stream');
    expect(await tags()).toMatchObject({ team: 'green' });
    expect(pending(await stage.plan())).toEqual([]);
    expect((await callsOf(world, () => stage.deploy())).writes).toBe(0);
  });

  it('gets a new mapping after its stream was turned off and on again', async () => {
    await stage.deploy();
    const [before] = await mappings();
    const client: DynamoDBClient = await world.clients.dynamodb();
    const TableName = 'items-api-dev-items';
    await client.send(new UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled: false } }));
    expect(changes(await stage.deploy()).sort()).toEqual([
      'update event-source/items-stream',
      'update role/items-stream',
      'update table/items',
    ]);
    const [after, ...others] = await mappings();
    expect(others).toEqual([]);
    expect(after!.EventSourceArn).not.toBe(before!.EventSourceArn);
    await client.send(new PutItemCommand({ TableName, Item: { id: { S: 'a' } } }));
    expect(pending(await stage.plan())).toEqual([]);
  });

  it('is repaired after changes by hand, and is deleted with the stage', async () => {
    await stage.deploy();
    const client = await world.clients.lambda();
    const [{ UUID } = {}] = await mappings();
    await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false, BatchSize: 7 }));
    expect(pending(await stage.plan()).flatMap(({ fields }) => fields)).toEqual([
      { path: 'batchSize', from: 7, to: 10 },
      { path: 'enabled', from: false, to: true },
    ]);
    expect(changes(await stage.deploy())).toEqual(['update event-source/items-stream']);
    expect(pending(await stage.plan())).toEqual([]);
    await client.send(new UpdateEventSourceMappingCommand({ UUID, MaximumRecordAgeInSeconds: 60 }));
    expect(pending(await stage.plan()).flatMap(({ fields }) => fields)).toEqual([{ path: 'maxAge', from: 60, to: -1 }]);
    expect(changes(await stage.deploy())).toEqual(['update event-source/items-stream']);
    expect(streamed(changes(await stage.destroy()))).toHaveLength(4);
    expect(await mappings()).toEqual([]);
  });
});
