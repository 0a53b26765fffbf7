/** The output of `apikit cost` for people. Pure. */
import type { LargestPart } from '../../../cost/advice.ts';
import { dollars, grouped } from '../../../cost/amounts.ts';
import type { BilledSettings, Front, Part, PartName } from '../../../cost/estimate.ts';
import type { Prices } from '../../../cost/prices.ts';
import { PRICE_NAMES } from '../../../cost/prices.ts';
import type { Traffic } from '../../../cost/traffic.ts';
import { counted } from '../../../text/counted.ts';
import { table } from '../../../ui/table.ts';
import type { Theme } from '../../../ui/theme.ts';

import type { Rendered } from '../command.ts';

export interface Cost {
  app: string;
  stage: string;
  region: string;
  prices: Prices;
  ownPrices: boolean;
  /** The age of the price table in days. */
  age: number;
  billed: BilledSettings;
  traffic: Traffic;
  /** The number of measured hours; `null` if the traffic is given. */
  measuredHours: number | null;
  /** The names of assumed values, which were neither given nor measured. */
  assumed: string[];
  parts: Part[];
  total: number;
  /** The front door of the stage. */
  front: Front;
  fronts: { rest: number; http: number; url: number };
  largest: LargestPart | null;
}

const NAMES: Readonly<Record<PartName, string>> = {
  gateway: 'API Gateway, requests',
  cache: 'API Gateway, cache',
  data: 'data to the internet',
  calls: 'Lambda, calls',
  time: 'Lambda, time',
  'ephemeral storage': 'Lambda, /tmp',
  'provisioned concurrency': 'Lambda, initialized instances',
  reads: 'DynamoDB, reads',
  writes: 'DynamoDB, writes',
  storage: 'DynamoDB, storage',
  recovery: 'DynamoDB, recovery',
  objects: 'S3, storage',
  uploads: 'S3, uploads',
  downloads: 'S3, downloads',
  downloaded: 'S3, data to the internet',
  messages: 'SQS, messages',
  events: 'EventBridge, events',
  logs: 'logs, written',
  'kept logs': 'logs, kept',
  alarms: 'alarms',
  metrics: 'custom metrics',
  traces: 'X-Ray traces',
};

const PARTS: Readonly<Record<string, string>> = NAMES;
/** An optional resource is called what its part is called. */
const nameOf = (part: string): string => PARTS[part] ?? part;

const ASSUMPTIONS: Readonly<Record<string, string>> = {
  duration: '100 ms per call (--duration)',
  response: 'responses of 2 kB (--response)',
  reads: '1 read unit per request (--reads)',
  writes: '0.2 write units per request (--writes)',
  storage: '1 GB of items (--storage)',
  objectSize: 'objects of 1 MB (--object-size)',
  logs: '1.5 kB of logs per request',
};

const ARTICLES: Readonly<Record<Front, string>> = { rest: 'a', http: 'an', url: 'a' };

/** In days. Older prices may have changed. */
const OLD = 180;

export function costText(cost: Cost, theme: Theme): Rendered {
  const { parts, total, front, fronts, largest } = cost;
  const door = (of: Front, name: string) => [
    of === front ? `this ${name}` : `${ARTICLES[of]} ${name}`,
    dollars(fronts[of]),
  ];
  const rows = [
    ...parts.map(({ part, quantity, unit, usd }) => [nameOf(part), `${amount(quantity)} ${unit}`, dollars(usd)]),
    ['total', '', dollars(total)],
  ];
  const width = Math.max(...rows.map(([, , usd]) => usd!.length), 'A MONTH'.length);
  const aligned = [['PART', 'QUANTITY', 'A MONTH'], ...rows].map(([name, quantity, usd]) => [
    name!,
    quantity!,
    usd!.padStart(width),
  ]);
  const paint = (cell: string, _column: number, row: number) =>
    row === 0 ? theme.dim(cell) : row === aligned.length - 1 ? theme.bold(cell) : cell;
  return {
    data: [
      ...table(aligned, paint),
      '',
      ...table([
        ['the same function behind', 'A MONTH'],
        door('rest', 'REST API'),
        door('http', 'HTTP API'),
        door('url', 'function URL'),
      ]),
      ...(largest
        ? ['', `Largest: ${nameOf(largest.part)}, ${Math.round(largest.share * 100)} %. ${largest.advice}`]
        : []),
    ],
    notes: notesOf(cost),
  };
}

function notesOf({ app, stage, traffic, measuredHours, assumed, ...cost }: Cost): string[] {
  const measured =
    measuredHours === null
      ? ''
      : `, as measured in ${counted(Math.round(measuredHours), 'hour')} and extrapolated to a month`;
  const taken = assumed.map((name) => ASSUMPTIONS[name]);
  return [
    `${app}/${stage}, ${amount(traffic.requests)} requests per month${measured}.`,
    ...(taken.length > 0 ? [`Assumed: ${taken.join(', ')}.`] : []),
    ...uncountedNote(cost.billed, traffic),
    ...pricesNote(cost),
    'The free tier is not subtracted, and no tax is added. Nothing is included that apikit.yaml does not configure, such as other calls of the code.',
  ];
}

/** A bucket and a queue cost nothing as such, and no setting says how they are used. */
function uncountedNote(
  { buckets, queues, eventBuses }: BilledSettings,
  { uploads, downloads, objects, messages, events }: Traffic,
): string[] {
  const missing = [
    ...(buckets > 0 && uploads + downloads + objects === 0
      ? ['the objects of buckets (--objects, --uploads, --downloads)']
      : []),
    ...(queues > 0 && messages === 0 ? ['the messages of queues (--messages)'] : []),
    ...(eventBuses > 0 && events === 0 ? ['the events of event buses (--events)'] : []),
  ];
  return missing.length === 0 ? [] : [`Not counted, because their number is not given: ${missing.join(', ')}.`];
}

function pricesNote({
  region,
  prices,
  ownPrices,
  age,
}: Pick<Cost, 'region' | 'prices' | 'ownPrices' | 'age'>): string[] {
  const other = prices.region === region ? '' : `, because the table does not have ${region}`;
  const old = age > OLD ? ` They are ${age} days old, and AWS may have changed them.` : '';
  const unsure =
    !ownPrices && prices.confirmed.length < PRICE_NAMES.length ? ' Some are not confirmed (docs/cost.md).' : '';
  return [`Prices of ${prices.region}, ${prices.date}${other}.${old}${unsure}`];
}

/** For example `5.0 million`, `12,300` or `0.95`. */
function amount(quantity: number): string {
  if (quantity >= 1e6) return `${grouped((quantity / 1e6).toFixed(1))} million`;
  if (quantity >= 100) return grouped(String(Math.round(quantity)));
  return String(Number(quantity.toPrecision(2)));
}
