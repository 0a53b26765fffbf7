/**
 * AWS's prices in a region, in USD, from a table with a date. `scripts/prices.mjs` updates the table from AWS's public
 * price list. docs/cost.md names the source of each price and the prices that are not confirmed. Pure.
 */
import table from './prices.json' with { type: 'json' };

/** Each tier has an upper limit for a month and the price of a million. `null` means that the tier has no limit. */
export type Tiers = readonly (readonly [upTo: number | null, price: number])[];

export interface RegionPrices {
  /** Per million. */
  readonly restRequests: Tiers;
  readonly httpRequests: Tiers;
  /** Per hour, by size in GB. */
  readonly cacheHour: Readonly<Record<string, number>>;
  /** Per million. */
  readonly lambdaRequests: number;
  /** Per GB-second, by architecture. */
  readonly lambdaSecond: Readonly<Record<string, number>>;
  /** Per GB-second of initialized instances, used or not, by architecture. */
  readonly provisionedSecond: Readonly<Record<string, number>>;
  /** Per GB-second of `/tmp` that is not free. */
  readonly ephemeralSecond: number;
  /** Per million request units. */
  readonly tableReads: number;
  readonly tableWrites: number;
  /** Per GB and month. */
  readonly tableStorage: number;
  readonly tableRecovery: number;
  /** Per GB and month in S3. */
  readonly objectStorage: number;
  /** Per million requests to S3 that store or list objects. */
  readonly objectWrites: number;
  /** Per million other requests to S3. */
  readonly objectReads: number;
  /** Per GB. */
  readonly logsTaken: number;
  /** Per GB and month, for the stored size. */
  readonly logsKept: number;
  /** Per month and metric that the alarm watches. */
  readonly alarm: number;
  /** Per month. */
  readonly metric: number;
  /** Per GB to the internet. */
  readonly dataOut: number;
  /** Per million. */
  readonly traces: number;
  /** The names of the prices above that a source confirms. The others are from memory. */
  readonly confirmed: readonly string[];
}

export interface PriceTable {
  /** For example `2026-11-30`. */
  readonly date: string;
  readonly regions: Readonly<Record<string, RegionPrices>>;
}

export interface Prices extends RegionPrices {
  readonly date: string;
  /** The region of the prices. It differs from the requested region if the table does not have that region. */
  readonly region: string;
}

const SHIPPED = table as unknown as PriceTable;
const FALLBACK = 'us-east-1';

/** Returns the prices of us-east-1 if the table does not have the region; `undefined` if it has neither. */
export function pricesIn(region: string, { date, regions }: PriceTable = SHIPPED): Prices | undefined {
  const found = [region, FALLBACK].find((name) => Object.hasOwn(regions, name));
  return found === undefined ? undefined : { ...regions[found]!, date, region: found };
}

/** The prices from the table that comes with apikit. That table has us-east-1. */
export const shippedPrices = (region: string): Prices => pricesIn(region)!;

const TIERS = ['restRequests', 'httpRequests'] as const;
const BY_NAME = ['cacheHour', 'lambdaSecond', 'provisionedSecond'] as const;
const NUMBERS = [
  ...[
    'lambdaRequests',
    'ephemeralSecond',
    'tableReads',
    'tableWrites',
    'tableStorage',
    'tableRecovery',
    'objectStorage',
    'objectWrites',
    'objectReads',
    'logsTaken',
    'logsKept',
  ],
  ...['alarm', 'metric', 'dataOut', 'traces'],
];

/** The names of all prices of a region. */
export const PRICE_NAMES: readonly string[] = [...TIERS, ...BY_NAME, ...NUMBERS];

/** Returns everything that is wrong with a user's table. An empty list means that the value is a `PriceTable`. */
export function priceFaults(value: unknown): string[] {
  if (!isObject(value)) return ['It is not a JSON object.'];
  const { date, regions } = value;
  const faults = /^\d{4}-\d\d-\d\d$/.test(String(date)) ? [] : ['date must be a day, such as 2026-11-30.'];
  if (!isObject(regions) || Object.keys(regions).length === 0)
    return [...faults, 'regions must have at least one region.'];
  for (const [region, prices] of Object.entries(regions)) {
    const of = isObject(prices) ? prices : {};
    const bad = [
      ...TIERS.filter((name) => !isTiers(of[name])),
      ...BY_NAME.filter((name) => !isObject(of[name]) || !Object.values(of[name]).every(isPrice)),
      ...NUMBERS.filter((name) => !isPrice(of[name])),
      ...(Array.isArray(of.confirmed) ? [] : ['confirmed']),
    ];
    if (bad.length > 0) faults.push(`regions.${region} has no valid ${bad.join(', ')}.`);
  }
  return faults;
}

function isTiers(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  const limits = value.map((tier) => (Array.isArray(tier) && isPrice(tier[1]) ? tier[0] : Number.NaN));
  const numbers = limits.slice(0, -1);
  return limits.at(-1) === null && numbers.every((limit, at) => isPrice(limit) && limit > (numbers[at - 1] ?? 0));
}

const isPrice = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
