import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type InsightsRow, type InsightsStatistics, runQuery } from '../../../../src/aws/logs/insights/run-query.ts';
import { typedRows } from '../../../../src/aws/logs/insights/typed-rows.ts';
import { service as logs } from '../../../../src/local/services/logs/service.ts';
import { callsOf, startWorld, type World } from '../../kind-world.ts';

const GROUP = '/aws/apigateway/items-api-dev';
const START = Math.floor(Date.now() / 1_000) * 1_000 - 60_000;
let world: World;
let client: CloudWatchLogsClient;

beforeEach(async () => {
  world = await startWorld([logs]);
  client = await world.clients.logs();
  await client.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
  const stream = { logGroupName: GROUP, logStreamName: 'a' };
  await client.send(new CreateLogStreamCommand(stream));
  const logEvents = [200, 429, 429].map((status, index) => ({
    timestamp: START + index * 1_000,
    message: JSON.stringify({ status, method: 'GET', ...(index === 1 && { apiKeyId: 'k1' }) }),
  }));
  await client.send(new PutLogEventsCommand({ ...stream, logEvents }));
});
afterEach(async () => await world.close());

const ask = (query: string, more: { signal?: AbortSignal; onProgress?: (s: InsightsStatistics) => void } = {}) =>
  runQuery(
    client,
    { groups: [GROUP], query, from: START, to: START + 3_600_000 },
    {
      clock: world.clock,
      signal: more.signal ?? world.context.signal,
      ...(more.onProgress && { onProgress: more.onProgress }),
    },
  );

it('returns rows with their types, and the number of scanned bytes', async () => {
  const query = 'filter status = 429 | stats count(*) as n, min(@timestamp) as first by apiKeyId | sort apiKeyId';
  const { rows, statistics } = await ask(query);
  expect(typedRows(rows, { apiKeyId: 'text?', n: 'number', first: 'time' })).toEqual([
    { apiKeyId: undefined, n: 1, first: START + 2_000 },
    { apiKeyId: 'k1', n: 1, first: START + 1_000 },
  ]);
  expect(statistics).toMatchObject({ recordsScanned: 3, recordsMatched: 2 });
  expect(statistics.bytesScanned).toBeGreaterThan(50);
});

it('makes no write', async () => {
  expect((await callsOf(world, () => ask('limit 1'))).writes).toBe(0);
});

it('reads times in the formats of AWS, and omits rows without required fields', () => {
  const rows: InsightsRow[] = [{ at: '2026-11-29 12:00:00.000' }, { at: '1.7958096E12' }, { at: '1795953600000' }, {}];
  expect(typedRows(rows, { at: 'time' })).toEqual([
    { at: 1795953600000 },
    { at: 1795809600000 },
    { at: 1795953600000 },
  ]);
});

it('stops the query when the run is aborted, and then reads no results', async () => {
  const run = new AbortController();
  const before = world.proxy.calls.length;
  const asked = ask('limit 1', { signal: run.signal });
  run.abort(new Error('Ctrl-C'));
  await expect(asked).rejects.toThrow('Ctrl-C');
  // StartQuery and StopQuery.
  expect(world.proxy.calls.length - before).toBe(2);
});

it('shows the scanned bytes while a query runs, and why a query has no result', async () => {
  const seen: InsightsStatistics[] = [];
  const once = (status: string) =>
    world.proxy.add({ method: 'POST', path: /^\/$/, answer: { status, statistics: { bytesScanned: 5 } } });
  world.proxy.add({ method: 'POST', path: /^\/$/, answer: { queryId: 'q' } });
  once('Running');
  once('Timeout');
  await expect(ask('limit 1', { onProgress: (statistics) => seen.push(statistics) })).rejects.toThrow(/60 minutes/);
  expect(seen).toEqual([{ bytesScanned: 5, recordsScanned: 0, recordsMatched: 0 }]);
});

it('finds nothing if the time range ends before the group was created', async () => {
  const parts = { clock: world.clock, signal: world.context.signal };
  const long = { groups: [GROUP], query: 'limit 1', from: 1_000, to: 2_000 };
  expect((await runQuery(client, long, parts)).rows).toEqual([]);
});

it('prints the message of AWS for a query that it cannot parse', async () => {
  await expect(ask('nonsense')).rejects.toMatchObject({ name: 'MalformedQueryException' });
});
