import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openItemStore } from '../../../src/local/services/dynamodb/item-store.ts';
import { openLevel } from '../../../src/local/services/dynamodb/store/level.ts';
import { makeTable, startDynamo } from './table.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'apikit-dynamodb-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('tables, settings and items outlive a restart', async () => {
  const first = await startDynamo({ dataDir: folder });
  await makeTable(first, 'items', { DeletionProtectionEnabled: true });
  await first.client.send(new PutItemCommand({ TableName: 'items', Item: { id: { S: 'a' } } }));
  await first.close();
  const second = await startDynamo({ dataDir: folder });
  const { Item } = await second.client.send(new GetItemCommand({ TableName: 'items', Key: { id: { S: 'a' } } }));
  expect(Item).toEqual({ id: { S: 'a' } });
  await second.close();
});

test('after kill -9 every acknowledged pair is complete, in the table and in its index', async () => {
  // The bundle is beside the packages, so that the process finds the engine as the installed program would.
  const bundles = join(process.cwd(), 'node_modules', '.cache', 'apikit-test');
  mkdirSync(bundles, { recursive: true });
  const outfile = join(bundles, `transaction-writer-${process.pid}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, 'transaction-writer.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
  });
  const acknowledged = await killAfter(outfile, join(folder, 'db'), 200);
  rmSync(outfile);

  const engine = await openItemStore({
    account: '000000000000',
    region: 'eu-west-1',
    transitionMs: 0,
    path: join(folder, 'db'),
  });
  const items = ((await engine.call('Scan', { TableName: 'pairs' })).Items as { pair: { S: string } }[]).map(
    ({ pair }) => Number(pair.S),
  );
  const indexed = (await engine.call('Scan', { TableName: 'pairs', IndexName: 'by-pair' })).Count;
  await engine.close();
  const sides = new Map<number, number>();
  for (const pair of items) sides.set(pair, (sides.get(pair) ?? 0) + 1);
  expect([...sides.values()].every((count) => count === 2)).toBe(true);
  expect(sides.size).toBeGreaterThanOrEqual(acknowledged + 1);
  expect(indexed).toBe(items.length);
});

/** Kills the writer in the middle of its work; resolves with the last pair that it reported. */
function killAfter(script: string, path: string, pairs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const writer = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    writer.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (lastLine(output) >= pairs) writer.kill('SIGKILL');
    });
    writer.on('error', reject);
    writer.on('close', (_code, signal) =>
      signal === 'SIGKILL' ? resolve(lastLine(output)) : reject(new Error('the writer ended by itself')),
    );
  });
}

const lastLine = (output: string) => Number(output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1));

describe('a folder', () => {
  const options = { account: '000000000000', region: 'eu-west-1', transitionMs: 0 };
  const path = () => join(folder, 'db');
  async function write(entries: Record<string, object | string>): Promise<void> {
    const level = await openLevel(path());
    const text = (value: object | string) => (typeof value === 'string' ? value : JSON.stringify(value));
    await level.batch(Object.entries(entries).map(([key, value]) => ({ type: 'put', key, value: text(value) })));
    await level.close();
  }

  test('written by dynalite opens, and gets new index entries and the original names', async () => {
    await write({
      'table~old': {
        TableName: 'old',
        TableStatus: 'UPDATING',
        TableArn: 'arn:aws:dynamodb:eu-west-1:000000000000:table/old',
        AttributeDefinitions: ['id', 'email'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'byEmail',
            KeySchema: [{ AttributeName: 'email', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
            IndexStatus: 'CREATING',
          },
        ],
      },
      'table~gone': { TableName: 'gone', TableStatus: 'DELETING', KeySchema: [], AttributeDefinitions: [] },
      'item-old~f6558e/61/': { id: { S: 'a' }, email: { S: 'x' }, '__proto__\0': { N: '1' } },
      'index-global~old~byEmail~545e26/78/f6558e': { id: { S: 'a' }, email: { S: 'x' } },
    });
    const engine = await openItemStore({ ...options, path: path() });
    onTestFinished(() => engine.close());
    const index = { TableName: 'old', IndexName: 'byEmail' };
    expect((await engine.call('ListTables', {})).TableNames).toEqual(['old']);
    expect((await engine.call('DescribeTable', { TableName: 'old' })).Table).toMatchObject({ TableStatus: 'ACTIVE' });
    const { Item } = await engine.call('GetItem', { TableName: 'old', Key: { id: { S: 'a' } } });
    expect(JSON.stringify(Item)).toBe('{"id":{"S":"a"},"email":{"S":"x"},"__proto__":{"N":"1"}}');
    expect((await engine.call('Scan', index)).Items).toEqual([Item]);
    await engine.call('DeleteItem', { TableName: 'old', Key: { id: { S: 'a' } } });
    expect((await engine.call('Scan', index)).Count).toBe(0);
  });

  test('written by a newer version is refused with the next step', async () => {
    await write({ format: '3' });
    await expect(openItemStore({ ...options, path: path() })).rejects.toMatchObject({
      message: expect.stringMatching(/newer version of apikit.*`apikit local reset`/s),
    });
  });

  test('is free again after it was refused', async () => {
    await write({ format: '3' });
    await expect(openItemStore({ ...options, path: path() })).rejects.toThrow('newer version');
    await write({ format: '2' });
    await (await openItemStore({ ...options, path: path() })).close();
  });

  test('with an interrupted deletion of a table has none of its data, whatever kind it is', async () => {
    const table = { TableName: 'gone', TableStatus: 'DELETING', KeySchema: [], AttributeDefinitions: [] };
    const places = ['item-gone~f6558e/61/', 'change-gone~1', 'stream-gone~first~1', 'stream-gone~second~2'];
    const others = ['format', 'item-gone-too~f6558e/61/'];
    await write({
      format: '2',
      'table~gone': table,
      ...Object.fromEntries([...places, others[1]].map((at) => [at, {}])),
    });
    await (await openItemStore({ ...options, path: path() })).close();
    const level = await openLevel(path());
    const left: string[] = [];
    for await (const place of level.keys({})) left.push(place);
    expect(left).toEqual(others);
    await level.close();
  });

  test('with an interrupted deletion or filling of an index has neither leftovers nor gaps', async () => {
    const first = await openItemStore({ ...options, path: path() });
    const key = (AttributeName: string) => [{ AttributeName, KeyType: 'HASH' }];
    const index = (IndexName: string) => ({
      IndexName,
      KeySchema: key('email'),
      Projection: { ProjectionType: 'ALL' },
    });
    await first.call('CreateTable', {
      TableName: 'items',
      AttributeDefinitions: ['id', 'email'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: key('id'),
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [index('removed'), index('added')],
    });
    await first.call('PutItem', { TableName: 'items', Item: { id: { S: 'a' }, email: { S: 'x' } } });
    const { Table } = await first.call('DescribeTable', { TableName: 'items' });
    await first.close();
    const table = Table as { GlobalSecondaryIndexes: object[] };
    const [removed, added] = table.GlobalSecondaryIndexes;
    const level = await openLevel(path());
    for await (const name of level.keys({ gte: 'index-global~items~added~', lt: 'index-global~items~added~~' })) {
      await level.batch([{ type: 'del', key: name }]);
    }
    await level.close();
    const busy = [
      { ...removed, IndexStatus: 'DELETING' },
      { ...added, IndexStatus: 'CREATING', Backfilling: true },
    ];
    await write({ 'table~items': { ...table, GlobalSecondaryIndexes: busy } });
    const second = await openItemStore({ ...options, path: path() });
    onTestFinished(() => second.close());
    const { Table: settled } = await second.call('DescribeTable', { TableName: 'items' });
    expect((settled as typeof table).GlobalSecondaryIndexes).toMatchObject([
      { IndexName: 'added', IndexStatus: 'ACTIVE' },
    ]);
    expect((await second.call('Scan', { TableName: 'items', IndexName: 'added' })).Count).toBe(1);
  });
});
