import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  PutRetentionPolicyCommand,
  StartQueryCommand,
  type StartQueryCommandInput,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLogSink } from '../../../src/local/services/logs/log-sink.ts';
import { logStoreOf } from '../../../src/local/services/logs/log-store.ts';
import { service } from '../../../src/local/services/logs/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';

const NOW = Date.UTC(2026, 0, 15, 12);
const ACCESS = '/aws/apigateway/shop-dev';
const FUNCTION = '/aws/lambda/shop-dev';
const scope = { account: '000000000000', region: 'eu-west-1' };

let now: number;
let cloud: Services;
let logs: CloudWatchLogsClient;

beforeEach(async () => {
  now = NOW;
  cloud = await startServices([service], {
    now: () => now,
    logGroupBytes: 1_000_000_000,
    parts: (base) => ({ logs: createLogSink(base) }),
  });
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  logs = new CloudWatchLogsClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
  for (const logGroupName of [ACCESS, FUNCTION]) await logs.send(new CreateLogGroupCommand({ logGroupName }));
});
afterEach(() => cloud.close());

/** Writes lines, each a second after the one before. */
function write(group: string, ...lines: (string | object)[]): void {
  const events = lines.map((line, index) => ({
    timestamp: NOW + index * 1_000,
    message: typeof line === 'string' ? line : JSON.stringify(line),
  }));
  cloud.cloud.logs.write(scope, { group, stream: 'a' }, events);
}

const start = (queryString: string, more: Partial<StartQueryCommandInput> = {}) =>
  logs.send(
    new StartQueryCommand({
      logGroupNames: [ACCESS],
      startTime: NOW / 1_000,
      endTime: NOW / 1_000 + 3_600,
      queryString,
      ...more,
    }),
  );

async function finished(queryId: string | undefined): Promise<GetQueryResultsCommandOutput> {
  for (;;) {
    const answer = await logs.send(new GetQueryResultsCommand({ queryId }));
    if (answer.status !== 'Running' && answer.status !== 'Scheduled') return answer;
  }
}

async function query(queryString: string, more: Partial<StartQueryCommandInput> = {}) {
  const { queryId } = await start(queryString, more);
  return finished(queryId);
}

/** Returns rows as objects, without the field that only identifies a record. */
async function rows(queryString: string, more: Partial<StartQueryCommandInput> = {}) {
  const { results = [] } = await query(queryString, more);
  return results.map((row) =>
    Object.fromEntries(row.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [field, value])),
  );
}

const refused = (queryString: string, more: Partial<StartQueryCommandInput> = {}) =>
  start(queryString, more).then(
    () => undefined,
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe('the result of a query', () => {
  beforeEach(() =>
    write(
      ACCESS,
      { method: 'GET', status: 200, latency: 12, error: { kind: 'none' } },
      { method: 'PUT', status: 429, latency: 3, apiKeyId: 'k1' },
      { method: 'GET', status: 500, latency: 250, tags: ['slow', 'bad'] },
      'no JSON at all',
    ),
  );

  test('has time and message by default, the newest first, and a pointer', async () => {
    const { results, statistics, status } = await query('filter status >= 400');
    expect(results?.map((row) => row.map(({ field }) => field))).toEqual([
      ['@timestamp', '@message', '@ptr'],
      ['@timestamp', '@message', '@ptr'],
    ]);
    expect(results?.[0]?.[0]?.value).toBe('2026-01-15 12:00:02.000');
    expect(status).toBe('Complete');
    expect(statistics).toMatchObject({ recordsScanned: 4, recordsMatched: 2, resultCount: 2 });
    expect(statistics?.bytesScanned).toBeGreaterThan(150);
  });

  test('omits missing fields from a row', async () => {
    expect(await rows('fields method, apiKeyId | filter ispresent(method) | sort @timestamp asc')).toEqual([
      { method: 'GET' },
      { method: 'PUT', apiKeyId: 'k1' },
      { method: 'GET' },
    ]);
  });

  test('dots select members of objects and lists', async () => {
    expect(await rows('fields tags.1 as second, error.kind | filter ispresent(tags.0) or error.kind = "none"')).toEqual(
      [{ second: 'bad' }, { 'error.kind': 'none' }],
    );
  });

  test.each([
    ['status = 429', 1],
    ['status = "429"', 1],
    ['status != 429', 2],
    ['status in [200, 500]', 2],
    ['status not in [200, 500]', 2],
    ['status like /^[45]/', 2],
    ['@message like "JSON"', 1],
    ['@message like /(?i)json/', 1],
    ['@message not like "JSON"', 3],
    ['@message =~ /no J.ON/', 1],
    ['not (status = 200 or method = "PUT") and ispresent(status)', 1],
    ['strcontains(@message, "slow")', 1],
    ['latency > 11 and latency <= 250', 2],
  ])('filter %s', async (condition, count) => {
    expect(await rows(`filter ${condition}`)).toHaveLength(count);
  });

  test('stats groups by fields and by time', async () => {
    const statistics =
      'count(*) as n, avg(latency), max(latency) as most, pct(latency, 50) as half, count_distinct(status)';
    expect(await rows(`filter ispresent(method) | stats ${statistics} by method | sort n desc`)).toEqual([
      { method: 'GET', n: '2', 'avg(latency)': '131', most: '250', half: '12', 'count_distinct(status)': '2' },
      { method: 'PUT', n: '1', 'avg(latency)': '3', most: '3', half: '3', 'count_distinct(status)': '1' },
    ]);
    expect(await rows('stats count(*) by bin(2s) | sort `bin(2s)` asc')).toEqual([
      { 'bin(2s)': '2026-01-15 12:00:00.000', 'count(*)': '2' },
      { 'bin(2s)': '2026-01-15 12:00:02.000', 'count(*)': '2' },
    ]);
    expect(
      await rows('stats count(*) as n by bin(1s) as t, method | stats max(n) as most by method | sort most'),
    ).toHaveLength(3);
    expect(await rows('stats min(@timestamp) as first, latest(method) as last, earliest(status) as code')).toEqual([
      { first: '2026-01-15 12:00:00.000', last: 'GET', code: '200' },
    ]);
  });

  test('parse accepts wildcards and named groups', async () => {
    expect(
      await rows('parse @message "no * at *" as what, rest | filter ispresent(what) | display what, rest'),
    ).toEqual([{ what: 'JSON', rest: 'all' }]);
    expect(await rows('parse @message /"latency":(?<ms>\\d+)/ | stats sum(ms) as total')).toEqual([{ total: '265' }]);
  });

  test('the last display applies, and a limit keeps the newest', async () => {
    expect(await rows('fields method | display status | display latency | limit 2')).toEqual([{}, { latency: '250' }]);
  });

  test('the end of the time range is exact to the millisecond', async () => {
    expect(await rows('stats count(*) as n', { startTime: NOW / 1_000 + 1, endTime: NOW / 1_000 + 2 })).toEqual([
      { n: '2' },
    ]);
  });
});

test('fields of Lambda lines, and the JSON at the end of a line, are found', async () => {
  write(
    FUNCTION,
    'START RequestId: r-1 Version: 1\n',
    `2026-01-15T12:00:01.000Z\tr-1\tINFO\t${JSON.stringify({ level: 'info', orderId: 7 })}`,
    'REPORT RequestId: r-1\tDuration: 12.5 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\tInit Duration: 180.25 ms\t\n',
  );
  const of = { logGroupNames: [FUNCTION] };
  expect(
    await rows('fields @requestId, @duration, @initDuration, @maxMemoryUsed | filter @type = "REPORT"', of),
  ).toEqual([{ '@requestId': 'r-1', '@duration': '12.5', '@initDuration': '180.25', '@maxMemoryUsed': '70000000' }]);
  expect(await rows('filter orderId = 7 | fields level', of)).toEqual([{ level: 'info' }]);
});

test('several groups can be in one query, and each line names its group', async () => {
  write(ACCESS, { status: 200 });
  write(FUNCTION, 'hello');
  const found = await rows('stats count(*) as n by @log | sort @log', { logGroupNames: [ACCESS, FUNCTION] });
  expect(found).toEqual([
    { '@log': `000000000000:${ACCESS}`, n: '1' },
    { '@log': `000000000000:${FUNCTION}`, n: '1' },
  ]);
});

describe('an invalid query is rejected', () => {
  test.each([
    ['filter status >', 'MalformedQueryException: unexpected symbol found end of input at line 1 and position 16'],
    ['filter status = 1 )', 'MalformedQueryException: unexpected symbol found ) at line 1 and position 19'],
    ['bogus x', 'MalformedQueryException: unexpected symbol found bogus at line 1 and position 1'],
    ['stats count(*) by bin(0m)', 'MalformedQueryException: Invalid period 0m'],
    [`filter ${'('.repeat(5_000)}`, 'MalformedQueryException: The query is nested too deeply'],
    [
      'stats constructor(a)',
      "NotImplementedException: The Logs Insights aggregation constructor is not emulated by apikit's embedded cloud.",
    ],
    [
      'fields constructor(a)',
      "NotImplementedException: The Logs Insights function constructor is not emulated by apikit's embedded cloud.",
    ],
    [
      'stats count(*) by bin(5constructor)',
      "NotImplementedException: The Logs Insights period 5constructor is not emulated by apikit's embedded cloud.",
    ],
    ['constructor a', 'MalformedQueryException: unexpected symbol found constructor at line 1 and position 1'],
    ['filter a like /(/', 'MalformedQueryException: Invalid regular expression: /(/'],
    [
      'limit 5 | stats count(*)',
      'MalformedQueryException: The sort and limit commands have to come after the last stats command',
    ],
    [
      'dedup status',
      "NotImplementedException: The Logs Insights command dedup is not emulated by apikit's embedded cloud.",
    ],
    [
      'fields a + 1',
      "NotImplementedException: Arithmetic in a Logs Insights query is not emulated by apikit's embedded cloud.",
    ],
    [
      'fields strlen(a)',
      "NotImplementedException: The Logs Insights function strlen is not emulated by apikit's embedded cloud.",
    ],
    [
      'stats stddev(a)',
      "NotImplementedException: The Logs Insights aggregation stddev is not emulated by apikit's embedded cloud.",
    ],
    [
      'limit 20000',
      "NotImplementedException: A Logs Insights query for more than 10000 rows is not emulated by apikit's embedded cloud.",
    ],
  ])('%s', async (text, error) => {
    expect(await refused(text)).toBe(error);
  });

  test('a failing query ends with the status Failed, and the cloud continues', async () => {
    write(ACCESS, 'x');
    const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { status } = await query('fields "1e999" as @timestamp | stats count(*) by bin(1m)');
    expect(log.mock.calls.join()).toMatch(/^RangeError: Invalid time value/);
    log.mockRestore();
    expect(status).toBe('Failed');
    expect(await rows('stats count(*) as n')).toEqual([{ n: '1' }]);
  });

  test('missing groups, a time before the group, and other languages', async () => {
    expect(await refused('limit 1', { logGroupNames: ['/none'] })).toMatch(/^ResourceNotFoundException/);
    expect(await refused('limit 1', { logGroupName: ACCESS })).toMatch(/^InvalidParameterException: Exactly one of/);
    expect(await refused('limit 1', { startTime: 1, endTime: 2 })).toMatch(
      /^MalformedQueryException: Query's end date/,
    );
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: ACCESS, retentionInDays: 1 }));
    now += 3 * 86_400_000;
    expect(await refused('limit 1')).toMatch(/^MalformedQueryException: Query's end date/);
    expect(await refused('SELECT 1', { queryLanguage: 'SQL' })).toMatch(/^NotImplementedException/);
  });

  test('a finished query cannot be stopped, and a missing one can neither be stopped nor read', async () => {
    write(ACCESS, 'x');
    const { queryId } = await start('limit 1');
    await finished(queryId);
    await expect(logs.send(new StopQueryCommand({ queryId }))).rejects.toThrow(/not running/);
    await expect(logs.send(new GetQueryResultsCommand({ queryId: 'x' }))).rejects.toThrow(/does not exist/);
  });
});

test('while a query reads a million lines, the cloud responds to other calls and the query can be stopped', async () => {
  const lines = Array.from({ length: 500 }, (_, index) =>
    JSON.stringify({
      userAgent: 'curl/8',
      path: `/dev/items/${index}`,
      apiKeyId: `k${index % 7}`,
      status: index % 50 ? 200 : 429,
    }),
  );
  const log = logStoreOf(cloud.cloud).logOf(scope, ACCESS);
  for (let from = 0; from < 1_000_000; from += 10_000) {
    log.append(
      Array.from({ length: 10_000 }, (_, index) => ({
        stream: 'a',
        timestamp: NOW + Math.floor((from + index) / 1_000),
        ingestionTime: NOW,
        message: lines[(from + index) % 500]!,
      })),
    );
  }
  const stopped = await start('stats count(*) by apiKeyId');
  expect(await logs.send(new StopQueryCommand({ queryId: stopped.queryId }))).toMatchObject({ success: true });
  expect(await finished(stopped.queryId)).toMatchObject({ status: 'Cancelled', results: [] });

  const { queryId } = await start('filter status = 429 | stats count(*) as n by apiKeyId | sort apiKeyId');
  let looks = 0;
  for (;;) {
    const { status, results, statistics } = await logs.send(new GetQueryResultsCommand({ queryId }));
    looks += 1;
    if (status === 'Running' || status === 'Scheduled') continue;
    expect(results).toHaveLength(7);
    expect(statistics).toMatchObject({ recordsScanned: 1_000_000, recordsMatched: 20_000 });
    break;
  }
  expect(looks).toBeGreaterThan(3);
});
