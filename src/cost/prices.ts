/**
 * What AWS asks in a region, in USD, from a table with a date. `scripts/prices.mjs` writes the table anew from AWS's public price
 * list; docs/cost.md says where each price is from, and which are not confirmed. Pure.
 */
import table from './prices.json' with { type: 'json' };

/** Up to how many in a month, and the price of a million of those; `null`: of all beyond. */
export type Tiers = readonly (readonly [upTo: number | null, price: number])[];

export interface RegionPrices {
  /** A million. */
  readonly restRequests: Tiers;
  readonly httpRequests: Tiers;
  /** An hour, by size in GB. */
  readonly cacheHour: Readonly<Record<string, number>>;
  /** A million. */
  readonly lambdaRequests: number;
  /** A GB for a second, by architecture. */
  readonly lambdaSecond: Readonly<Record<string, number>>;
  /** A million request units. */
  readonly tableReads: number;
  readonly tableWrites: number;
  /** A GB for a month. */
  readonly tableStorage: number;
  readonly tableRecovery: number;
  /** A GB. */
  readonly logsTaken: number;
  /** A GB for a month, as it is stored. */
  readonly logsKept: number;
  /** A month, of each metric that it watches. */
  readonly alarm: number;
  /** A month. */
  readonly metric: number;
  /** A GB to the internet. */
  readonly dataOut: number;
  /** A million. */
  readonly traces: number;
  /** Names of those above that a source says; the others are from memory. */
  readonly confirmed: readonly string[];
}

export interface PriceTable {
  /** `2026-11-30` */
  readonly date: string;
  readonly regions: Readonly<Record<string, RegionPrices>>;
}

export interface Prices extends RegionPrices {
  readonly date: string;
  /** The region that they are of: another one where the table does not have the one that was asked for. */
  readonly region: string;
}

/** USD a month, in every region (aws.amazon.com/cloudwatch/pricing, 2026). */
export const DASHBOARD = 3;

/** USD for 31 days at 0.02 a day, in every region (docs/aws/budgets.md). */
export const BUDGET = 0.62;

/** USD for a request to the API of Cost Explorer, in every region (docs/aws/cost-anomalies.md). */
export const COST_EXPLORER_REQUEST = 0.01;

const SHIPPED = table as unknown as PriceTable;
const FALLBACK = 'us-east-1';

/** Those of us-east-1 where the region has none, or `undefined` where the table has neither. */
export function pricesIn(region: string, { date, regions }: PriceTable = SHIPPED): Prices | undefined {
  const found = [region, FALLBACK].find((name) => Object.hasOwn(regions, name));
  return found === undefined ? undefined : { ...regions[found]!, date, region: found };
}

/** Of the table that comes with the program, which has us-east-1. */
export const shippedPrices = (region: string): Prices => pricesIn(region)!;

const TIERS = ['restRequests', 'httpRequests'] as const;
const BY_NAME = ['cacheHour', 'lambdaSecond'] as const;
const NUMBERS = [
  ...['lambdaRequests', 'tableReads', 'tableWrites', 'tableStorage', 'tableRecovery', 'logsTaken', 'logsKept'],
  ...['alarm', 'metric', 'dataOut', 'traces'],
];

/** Names of all prices of a region. */
export const PRICE_NAMES: readonly string[] = [...TIERS, ...BY_NAME, ...NUMBERS];

/** What is wrong with a table of somebody else's, all at once; none: it is a `PriceTable`. */
export function priceFaults(value: unknown): string[] {
  if (!isObject(value)) return ['It is no JSON object.'];
  const { date, regions } = value;
  const faults = /^\d{4}-\d\d-\d\d$/.test(String(date)) ? [] : ['date is to be a day, such as 2026-11-30.'];
  if (!isObject(regions) || Object.keys(regions).length === 0) return [...faults, 'regions has no region.'];
  for (const [region, prices] of Object.entries(regions)) {
    const of = isObject(prices) ? prices : {};
    const bad = [
      ...TIERS.filter((name) => !isTiers(of[name])),
      ...BY_NAME.filter((name) => !isObject(of[name]) || !Object.values(of[name]).every(isPrice)),
      ...NUMBERS.filter((name) => !isPrice(of[name])),
      ...(Array.isArray(of.confirmed) ? [] : ['confirmed']),
    ];
    if (bad.length > 0) faults.push(`regions.${region} has no good ${bad.join(', ')}.`);
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
