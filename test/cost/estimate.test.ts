/** Compares costs with sums that were calculated by hand from the prices of us-east-1. */
import { describe, expect, it } from 'vitest';
import { largest } from '../../src/cost/advice.ts';
import { dollars } from '../../src/cost/amounts.ts';
import { type BilledSettings, estimate, tiered, totalOf } from '../../src/cost/estimate.ts';
import prices from '../../src/cost/prices.json' with { type: 'json' };
import { PRICE_NAMES, priceFaults, pricesIn, shippedPrices } from '../../src/cost/prices.ts';
import { NO_OBJECTS, parseBytes, parseRequests, type Traffic } from '../../src/cost/traffic.ts';

const VIRGINIA = shippedPrices('us-east-1');

const billed: BilledSettings = {
  architecture: 'x86_64',
  memory: 512,
  ephemeralStorage: 512,
  provisioned: 0,
  tables: 0,
  recovered: 0,
  consumers: 0,
  buckets: 0,
  queues: 0,
  queueConsumers: 0,
  eventBuses: 0,
  eventConsumers: 0,
  messageCalls: 0.4,
  alarms: 0,
  metrics: 0,
  retention: 30,
  tracing: false,
  optional: [],
};
const traffic: Traffic = {
  requests: 1e6,
  cacheHits: 0,
  duration: 100,
  response: 0,
  reads: 0,
  writes: 0,
  storage: 0,
  logs: 0,
  ...NO_OBJECTS,
};
const of = (more: Partial<BilledSettings>, much: Partial<Traffic> = {}, front?: 'rest' | 'http' | 'url') =>
  Object.fromEntries(
    estimate({ ...billed, ...more }, { ...traffic, ...much }, VIRGINIA, front).map(({ part, usd }) => [part, usd]),
  );

describe('an estimate', () => {
  it('for requests and the function matches the calculators', () => {
    const parts = of({});
    expect(parts.gateway).toBeCloseTo(3.5, 6);
    expect(parts.calls).toBeCloseTo(0.2, 6);
    // A million invocations of 0.1 s with half a GB: 50,000 GB-seconds.
    expect(parts.time).toBeCloseTo(50_000 * 0.0000166667, 6);
    expect(Object.keys(parts)).toEqual(['gateway', 'calls', 'time']);
  });

  it('rounds the duration of a call up to a millisecond, and knows the cheaper processor', () => {
    expect(of({}, { duration: 99.2 }).time).toBeCloseTo(of({}).time!, 9);
    expect(of({ architecture: 'arm64' }).time).toBeCloseTo(50_000 * 0.0000133334, 6);
  });

  it('counts initialized instances by the second, whatever the traffic', () => {
    // Two instances of half a GB for 730 hours: 2,628,000 GB-seconds.
    expect(of({ provisioned: 2 })['provisioned concurrency']).toBeCloseTo(2_628_000 * 0.0000041667, 6);
    expect(of({ provisioned: 2, architecture: 'arm64' })['provisioned concurrency']).toBeCloseTo(
      2_628_000 * 0.0000033334,
      6,
    );
  });

  it('counts the ephemeral storage that is not free', () => {
    // A million invocations of 0.1 s with one GB more than 512 MB: 100,000 GB-seconds.
    expect(of({ ephemeralStorage: 1_536 })['ephemeral storage']).toBeCloseTo(100_000 * 0.0000000309, 9);
  });

  it('counts objects by their size, and the requests and the data of S3', () => {
    const parts = of({}, { objects: 100, uploads: 200_000, downloads: 500_000, downloaded: 50 });
    expect(parts.objects).toBeCloseTo(2.3, 6);
    expect(parts.uploads).toBeCloseTo(1, 6);
    expect(parts.downloads).toBeCloseTo(0.2, 6);
    expect(parts.downloaded).toBeCloseTo(4.5, 6);
  });

  it('counts an event, and a call of its consumer', () => {
    expect(of({}, { events: 2e6 })).toMatchObject({ events: 2, calls: expect.closeTo(0.2, 6) });
    expect(of({ eventConsumers: 2 }, { events: 2e6 })).toMatchObject({ events: 2, calls: expect.closeTo(0.6, 6) });
  });

  it('counts three calls for a message, and a call of its consumer', () => {
    expect(of({}, { messages: 1e6 })).toMatchObject({
      messages: expect.closeTo(1.2, 6),
      calls: expect.closeTo(0.2, 6),
    });
    const fifo = of({ queueConsumers: 1, messageCalls: 0.5 }, { messages: 1e6 });
    expect(fifo).toMatchObject({ messages: expect.closeTo(1.5, 6), calls: expect.closeTo(0.4, 6) });
  });

  it('counts a cache by the hour, and cached responses as no call', () => {
    const parts = of({ cache: '0.5' }, { cacheHits: 400_000 });
    expect(parts.cache).toBeCloseTo(14.6, 6);
    expect(parts.gateway).toBeCloseTo(3.5, 6);
    expect(parts.calls).toBeCloseTo(0.12, 6);
  });

  it('for an HTTP API or a function URL has neither cache nor the price of a REST API', () => {
    const cached = { cache: '0.5' };
    const http = of(cached, { cacheHits: 400_000 }, 'http');
    expect(http.gateway).toBeCloseTo(1, 6);
    expect(http.calls).toBeCloseTo(0.2, 6);
    expect(Object.keys(of(cached, {}, 'url'))).toEqual(['calls', 'time']);
  });

  it('counts an HTTP API by 512 kB', () => {
    expect(of({}, { response: 600 * 1_024 }, 'http').gateway).toBeCloseTo(2, 6);
  });

  it('covers data, tables, logs, alarms, metrics and traces', () => {
    const parts = of(
      {
        tables: 2,
        recovered: 1,
        alarms: 5,
        metrics: 10,
        tracing: true,
        optional: [{ resource: 'dashboard', setting: 'dashboard', usd: () => 3 }],
      },
      { response: 1_024, reads: 2e6, writes: 1e6, storage: 10, logs: 4 },
    );
    expect(parts.data).toBeCloseTo((1e6 / 1_024 ** 2) * 0.09, 6);
    expect(parts.reads).toBeCloseTo(0.25, 6);
    expect(parts.writes).toBeCloseTo(0.625, 6);
    expect(parts.storage).toBeCloseTo(2.5, 6);
    expect(parts.recovery).toBeCloseTo(1, 6);
    expect(parts.logs).toBeCloseTo(2, 6);
    expect(parts.alarms).toBeCloseTo(0.5, 6);
    expect(parts.metrics).toBeCloseTo(3, 6);
    expect(parts.traces).toBeCloseTo(5, 6);
    expect(parts.dashboard).toBe(3);
  });

  it('counts at most one call of the stream consumer for each write', () => {
    expect(of({ consumers: 1, tables: 1 }, { writes: 500_000 }).calls).toBeCloseTo(0.3, 6);
  });

  it('uses the price of each tier', () => {
    expect(tiered(433e6, VIRGINIA.restRequests)).toBeCloseTo(333 * 3.5 + 100 * 2.8, 6);
    expect(tiered(21_000e6, VIRGINIA.restRequests)).toBeCloseTo(
      333 * 3.5 + 667 * 2.8 + 19_000 * 2.38 + 1_000 * 1.51,
      3,
    );
  });
});

describe('the largest part', () => {
  const advise = (more: Partial<BilledSettings>, much: Partial<Traffic> = {}) => {
    const estimated = {
      billed: { ...billed, ...more },
      traffic: { ...traffic, ...much },
      prices: VIRGINIA,
      front: 'rest' as const,
    };
    return largest(estimate(estimated.billed, estimated.traffic, VIRGINIA), estimated);
  };

  it('is named with its share and the possible savings', () => {
    expect(advise({})).toMatchObject({ part: 'gateway', advice: expect.stringContaining('$2.50 a month less') });
    expect(advise({}, { duration: 2_000 })).toMatchObject({
      part: 'time',
      advice: expect.stringContaining('With function.architecture: arm64 it costs $3.33 a month less.'),
    });
    expect(advise({ cache: '6.1' })).toMatchObject({
      part: 'cache',
      advice: expect.stringContaining('1.6 GB, costs $118.26 a month less.'),
    });
  });

  it('has a sentence for every part', () => {
    const cases: [Partial<BilledSettings>, Partial<Traffic>][] = [
      [{}, { response: 1e6 }],
      [{ tables: 1 }, { reads: 1e9 }],
      [{ tables: 1 }, { writes: 1e9 }],
      [{ tables: 1 }, { storage: 1e4 }],
      [{}, { logs: 1e4 }],
      [{ retention: 36_500 }, { logs: 100, requests: 1 }],
      [{ alarms: 1_000 }, {}],
      [{ metrics: 1_000 }, {}],
    ];
    for (const [more, much] of cases) {
      const found = advise(more, much)!;
      expect(found.advice.length).toBeGreaterThan(20);
      expect(found.share).toBeGreaterThan(0.3);
    }
    expect(advise({}, { requests: 0 })).toBeUndefined();
    const dashboard = { resource: 'dashboard', setting: 'dashboard', usd: () => 300, free: 'three' };
    expect(advise({ optional: [dashboard] })).toMatchObject({
      part: 'dashboard',
      advice: 'Set dashboard: false. The first three dashboards of an account are free.',
    });
  });
});

describe('user input', () => {
  it.each([
    ['5M/month', 5e6],
    ['250000', 250_000],
    ['20k/day', (20_000 * 730) / 24],
    ['100/s', 100 * 730 * 3_600],
    ['1.5m', 1.5e6],
    ['3/minute', 3 * 730 * 60],
  ])('%s requests', (text, requests) => expect(parseRequests(text)).toBeCloseTo(requests, 6));
  it.each(['', '5M/week', '-1', '0', '5 M', 'M/s', '1e9', '99999999999b'])('%j is not a valid traffic', (text) =>
    expect(parseRequests(text)).toBeUndefined(),
  );
  it.each([
    ['2kB', 2_048],
    ['500B', 500],
    ['1.5 MB', 1.5 * 1_024 ** 2],
  ])('%s', (text, bytes) => expect(parseBytes(text)).toBe(bytes));
  it.each(['5', 'kB', '5 kilobytes'])('%j is not a valid size', (text) => expect(parseBytes(text)).toBeUndefined());
  it.each([
    [1_234.5, '$1,234.50'],
    [0.004, 'less than a cent'],
    [0, '$0.00'],
  ])('%d is %s', (usd, text) => expect(dollars(usd)).toBe(text));
});

describe('the price table', () => {
  it('in the package is complete', () => {
    expect(priceFaults(prices)).toEqual([]);
    for (const { confirmed } of Object.values(prices.regions))
      expect((confirmed as string[]).filter((name) => !PRICE_NAMES.includes(name))).toEqual([]);
  });

  it('names its region', () => {
    expect(shippedPrices('eu-central-1')).toMatchObject({ region: 'eu-central-1', logsTaken: 0.63 });
    expect(shippedPrices('ap-south-2')).toMatchObject({ region: 'us-east-1' });
    expect(pricesIn('eu-west-1', { date: '2026-01-01', regions: {} })).toBeUndefined();
  });

  it('from a user is reported with all its problems', () => {
    const one = { ...prices.regions['us-east-1'], restRequests: [[5, 1]], alarm: '0.10', confirmed: undefined };
    expect(priceFaults({ date: 'today', regions: { 'eu-west-9': one } })).toEqual([
      'date must be a day, such as 2026-11-30.',
      'regions.eu-west-9 has no valid restRequests, alarm, confirmed.',
    ]);
    expect(priceFaults([])).toEqual(['It is not a JSON object.']);
    expect(priceFaults({ date: '2026-11-30' })).toEqual(['regions must have at least one region.']);
    const falling = [
      [10, 1],
      [5, 1],
      [null, 1],
    ];
    const other = { ...prices.regions['us-east-1'], httpRequests: falling };
    expect(priceFaults({ date: '2026-11-30', regions: { x: other } })).toEqual([
      'regions.x has no valid httpRequests.',
    ]);
  });

  it('adds up', () => expect(totalOf([])).toBe(0));
});
