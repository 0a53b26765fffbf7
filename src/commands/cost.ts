/**
 * `apikit cost`: estimates the costs of a stage in a month, for given or measured traffic. Reads only, and calls AWS
 * only for measured traffic.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { StageConfig } from '../config/config.ts';
import type { Context } from '../context.ts';
import type { BilledSettings, Front } from '../cost/estimate.ts';
import type { Prices } from '../cost/prices.ts';
import { ASSUMED, GB, parseBytes, parseRequests, type Traffic } from '../cost/traffic.ts';
import { usageError } from '../errors.ts';
import type { FlagsOf } from '../flags/values.ts';
import { defineCommand } from './parts/command.ts';
import type { Cost } from './parts/cost/cost-text.ts';
import { costText } from './parts/cost/cost-text.ts';
import { parseMoment } from './parts/time-ago.ts';

interface Answers {
  config: StageConfig;
  root: string;
  prices: Prices;
  /** Whether the prices come from a file of the user. */
  ownPrices: boolean;
  requests: number | undefined;
  /** The start of the measured period, in ms since the epoch. */
  since: number | undefined;
  given: Given;
}

type Given = Partial<Record<(typeof NUMBERS)[number]['name'], number>>;

/** The flags for an average request, and for tables, buckets, queues and event buses. */
const NUMBERS = [
  { name: 'duration', flag: '--duration <ms>', kind: 'ms', description: 'average duration of a function call' },
  {
    name: 'memorySize',
    flag: '--memory-size <mb>',
    kind: 'number',
    description: 'memory of the function, instead of the value in apikit.yaml',
  },
  { name: 'response', flag: '--response <size>', kind: 'bytes', description: 'average size of a response: 2kB' },
  { name: 'reads', flag: '--reads <n>', kind: 'number', description: 'request units of DynamoDB that a request reads' },
  { name: 'writes', flag: '--writes <n>', kind: 'number', description: 'request units that a request writes' },
  { name: 'storage', flag: '--storage <size>', kind: 'bytes', description: 'size of all items: 10GB' },
  { name: 'objects', flag: '--objects <size>', kind: 'bytes', description: 'size of all objects in buckets: 50GB' },
  { name: 'uploads', flag: '--uploads <n>', kind: 'number', description: 'objects that a request stores in a bucket' },
  {
    name: 'downloads',
    flag: '--downloads <n>',
    kind: 'number',
    description: 'objects that clients download per request',
  },
  { name: 'objectSize', flag: '--object-size <size>', kind: 'bytes', description: 'average size of a download: 1MB' },
  {
    name: 'messages',
    flag: '--messages <n>',
    kind: 'number',
    description: 'messages that a request puts into a queue',
  },
  { name: 'events', flag: '--events <n>', kind: 'number', description: 'events that a request sends to an event bus' },
  {
    name: 'cacheHits',
    flag: '--cache-hits <share>',
    kind: 'share',
    description: 'share of requests that the cache answers, 0 to 1',
  },
] as const;

const NUMBER_OPTIONS = NUMBERS.map(({ flag, description }) => ({ flags: flag, description }));

const SINCE = '7d';

export const cost = defineCommand({
  options: [
    { flags: '--requests <traffic>', description: 'amount of traffic: 5M/month, 20k/day, 100/s' },
    { flags: '--from-live', description: 'use the traffic that CloudWatch counted' },
    { flags: '--since <when>', description: `with --from-live: start of the period (default: ${SINCE})` },
    ...NUMBER_OPTIONS,
    { flags: '--prices <file>', description: 'a table of prices, instead of the one that comes with apikit' },
  ],
  common: ['stage', 'profile', 'region'],
  examples: [
    'apikit cost --requests 5M/month --stage prod',
    'apikit cost --requests 100/s --duration 40 --response 8kB --reads 2 --stage prod',
    'apikit cost --from-live --stage prod',
  ],

  async ask({ flags }, context): Promise<Answers> {
    const { requests: written, fromLive } = flags;
    if ((written === undefined) === !fromLive)
      throw usageError(
        'The amount of traffic is not given.',
        'Pass --requests, such as --requests 5M/month, or --from-live for a deployed stage.',
      );
    const requests = written === undefined ? undefined : parseRequests(written);
    if (written !== undefined && requests === undefined)
      throw usageError(
        `--requests takes a number of requests, but got "${written}".`,
        'Write it like 5M/month, 20k/day, 100/s or 250000 (a month).',
      );
    if (flags.since !== undefined && !fromLive)
      throw usageError('--since works only for measured traffic.', 'Pass --from-live as well.');
    const given = numbersIn(flags);
    const config = await context.stage();
    return {
      config,
      root: (await context.project()).root,
      ...(await pricesFor(config, flags.prices, context)),
      requests,
      since: fromLive ? sinceOf(flags.since, context) : undefined,
      given,
    };
  },

  async execute(answers, context): Promise<Cost> {
    const { config, root, prices, ownPrices } = answers;
    const [{ billedStage }, { estimate, totalOf }, { largest }] = await Promise.all([
      import('../stage/costs/billed-stage.ts'),
      import('../cost/estimate.ts'),
      import('../cost/advice.ts'),
    ]);
    const configured = await billedStage(config, root);
    const billed = { ...configured, memory: answers.given.memorySize ?? configured.memory };
    const { traffic, measuredHours, assumed } = await trafficOf(answers, billed, context);
    const parts = estimate(billed, traffic, prices, config.api);
    const of = (front: Front) => totalOf(estimate(billed, traffic, prices, front));
    return {
      app: config.app,
      stage: config.stage,
      region: config.region,
      prices,
      ownPrices,
      age: Math.floor((context.io.clock.now() - Date.parse(prices.date)) / 86_400_000),
      billed,
      traffic,
      measuredHours,
      assumed,
      parts,
      total: totalOf(parts),
      front: config.api,
      fronts: { rest: of('rest'), http: of('http'), url: of('url') },
      largest: largest(parts, { billed, traffic, prices, front: config.api }) ?? null,
    };
  },

  render: (result, theme) => costText(result, theme),

  json: ({ app, stage, region, prices, age, traffic, measuredHours, assumed, parts, total, fronts, largest }) => ({
    app,
    stage,
    region,
    prices: { date: prices.date, region: prices.region, age, confirmed: prices.confirmed },
    traffic,
    measuredHours,
    assumed,
    parts,
    total,
    fronts,
    largest,
  }),
});

/** Throws a usage error that names all problems. */
function numbersIn(flags: FlagsOf<(typeof NUMBER_OPTIONS)[number]>): Given {
  const given: Given = {};
  const faults: string[] = [];
  for (const { name, flag, kind } of NUMBERS) {
    const written = flags[name];
    if (written === undefined) continue;
    const [option] = flag.split(' ');
    const number =
      kind === 'bytes'
        ? parseBytes(written)
        : /^\d+(\.\d+)?(ms)?$/.test(written)
          ? Number.parseFloat(written)
          : undefined;
    if (number === undefined || (kind === 'share' && number > 1) || (kind !== 'ms' && written.endsWith('ms')))
      faults.push(`${option} takes ${TAKES[kind]}, but got "${written}".`);
    else given[name] = number;
  }
  if (faults.length > 0) throw usageError(faults.join(' '));
  return given;
}

const TAKES = {
  ms: 'milliseconds, such as 80',
  bytes: 'a size, such as 500B, 2kB or 1GB',
  number: 'a number, such as 1 or 0.5',
  share: 'a share from 0 to 1',
} as const;

function sinceOf(since = SINCE, { io }: Context): number {
  const moment = parseMoment(since, io.clock.now());
  if (moment === undefined || moment >= io.clock.now())
    throw usageError(
      `--since takes a duration or a date with a time, not "${since}".`,
      'Write it like 7d or 2026-11-29T10:15:00Z.',
    );
  return moment;
}

async function pricesFor(
  { region }: StageConfig,
  file: string | undefined,
  { io }: Context,
): Promise<Pick<Answers, 'prices' | 'ownPrices'>> {
  const { priceFaults, pricesIn, shippedPrices } = await import('../cost/prices.ts');
  if (file === undefined) return { prices: shippedPrices(region), ownPrices: false };
  const text = await readFile(resolve(io.cwd, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw usageError(`${file} cannot be read (${error.code}).`, 'docs/cost.md says how to create a table.');
  });
  const table = json(text);
  const faults = table === undefined ? ['It is not JSON.'] : priceFaults(table);
  if (faults.length > 0)
    throw usageError(
      `${file} is not a table of prices. ${faults.join(' ')}`,
      'docs/cost.md says how to create a table.',
    );
  const prices = pricesIn(region, table as Parameters<typeof pricesIn>[1]);
  if (prices === undefined)
    throw usageError(
      `${file} has neither ${region} nor us-east-1.`,
      'Create a table that has the region: docs/cost.md.',
    );
  return { prices, ownPrices: true };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Given values override measured values, and measured values override assumed values. */
async function trafficOf(
  { config, requests, since, given }: Answers,
  billed: BilledSettings,
  context: Context,
): Promise<Pick<Cost, 'traffic' | 'measuredHours' | 'assumed'>> {
  const measured = since === undefined ? undefined : await measure(since, context);
  const all = measured?.traffic.requests ?? requests!;
  const assumed: string[] = [];
  const stored = objectsAndMessages(given, all);
  if (stored.downloads > 0 && given.objectSize === undefined) assumed.push('objectSize');
  const one = (name: 'duration' | 'response' | 'reads' | 'writes' | 'storage', used: boolean) => {
    if (given[name] === undefined && used) assumed.push(name);
    return given[name] ?? (used ? ASSUMED[name] : 0);
  };
  const response = one('response', true);
  const line = ASSUMED.log + (config.logging === 'INFO' ? ASSUMED.executionLog : 0);
  if (measured) {
    const { traffic, hours } = measured;
    return { traffic: { ...traffic, ...givenTraffic(given, all), ...stored, response }, measuredHours: hours, assumed };
  }
  const tables = billed.tables > 0;
  const traffic: Traffic = {
    requests: all,
    cacheHits: all * (billed.cache === undefined ? 0 : (given.cacheHits ?? 0)),
    duration: one('duration', true),
    response,
    reads: all * one('reads', tables),
    writes: all * one('writes', tables),
    storage: given.storage === undefined ? one('storage', tables) : given.storage / GB,
    logs: (all * line) / GB,
    ...stored,
  };
  return { traffic, measuredHours: null, assumed: [...assumed, 'logs'] };
}

/** Nothing of this is measured or assumed, because no stage uses its buckets, queues and buses like another one. */
function objectsAndMessages(given: Given, requests: number) {
  const { uploads = 0, downloads = 0, objects = 0, messages = 0, events = 0, objectSize = ASSUMED.objectSize } = given;
  return {
    uploads: uploads * requests,
    downloads: downloads * requests,
    objects: objects / GB,
    downloaded: (downloads * requests * objectSize) / GB,
    messages: messages * requests,
    events: events * requests,
  };
}

/** Multiplies the given values of a request by the number of requests. */
function givenTraffic({ duration, reads, writes, storage, cacheHits }: Given, requests: number): Partial<Traffic> {
  return {
    ...(duration !== undefined && { duration }),
    ...(reads !== undefined && { reads: reads * requests }),
    ...(writes !== undefined && { writes: writes * requests }),
    ...(storage !== undefined && { storage: storage / GB }),
    ...(cacheHits !== undefined && { cacheHits: cacheHits * requests }),
  };
}

async function measure(since: number, context: Context) {
  const [{ measuredTraffic }, { clients, config }] = await Promise.all([
    import('../stage/costs/measured-traffic.ts'),
    context.target(),
  ]);
  const measured = await measuredTraffic(config, { clients }, { since, now: context.io.clock.now() });
  if (measured === undefined)
    throw usageError(
      `CloudWatch has counted no request of ${config.app}/${config.stage} in that time.`,
      'Use an earlier --since, or pass the amount of traffic: --requests 5M/month.',
    );
  return measured;
}
