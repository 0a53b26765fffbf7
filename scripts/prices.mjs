/**
 * Writes `src/cost/prices.json` from AWS's public price list, which needs no credentials. `node scripts/prices.mjs`
 * takes the regions of the table. It also takes the regions that are given as arguments.
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api.html
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const TABLE = fileURLToPath(new URL('../src/cost/prices.json', import.meta.url));
const LIST = 'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws';
const MILLION = 1e6;

/** Where each price is: the offer, and its group or the usage type behind the region's own beginning. */
const ONE = {
  lambdaRequests: ['AWSLambda', /^Request$/, MILLION],
  ephemeralSecond: ['AWSLambda', /^AWS-Lambda-Storage-Duration$/, 1],
  tableReads: ['AmazonDynamoDB', /^ReadRequestUnits$/, MILLION],
  tableWrites: ['AmazonDynamoDB', /^WriteRequestUnits$/, MILLION],
  tableStorage: ['AmazonDynamoDB', /^TimedStorage-ByteHrs$/, 1],
  tableRecovery: ['AmazonDynamoDB', /^TimedPITRStorage-ByteHrs$/, 1],
  objectStorage: ['AmazonS3', /^TimedStorage-ByteHrs$/, 1],
  objectWrites: ['AmazonS3', /^Requests-Tier1$/, MILLION],
  objectReads: ['AmazonS3', /^Requests-Tier2$/, MILLION],
  logsTaken: ['AmazonCloudWatch', /^DataProcessing-Bytes$/, 1],
  logsKept: ['AmazonCloudWatch', /^TimedStorage-ByteHrs$/, 1],
  alarm: ['AmazonCloudWatch', /^CW:AlarmMonitorUsage$/, 1],
  metric: ['AmazonCloudWatch', /^CW:MetricMonitorUsage$/, 1],
  dataOut: ['AWSDataTransfer', /^DataTransfer-Out-Bytes$/, 1],
  traces: ['AWSXRay', /^XRay-TracesStored$/, MILLION],
};
const TIERED = {
  restRequests: ['AmazonApiGateway', /^ApiGatewayRequest$/],
  httpRequests: ['AmazonApiGateway', /^ApiGatewayHttpRequest$/],
};
const BY_NAME = {
  cacheHour: ['AmazonApiGateway', /^ApiGatewayCacheUsage:([\d.]+)GB$/, (found) => String(Number(found[1]))],
  lambdaSecond: ['AWSLambda', /^Lambda-GB-Second(-ARM)?$/, (found) => (found[1] ? 'arm64' : 'x86_64')],
  provisionedSecond: [
    'AWSLambda',
    /^Lambda-Provisioned-Concurrency(-ARM)?$/,
    (found) => (found[1] ? 'arm64' : 'x86_64'),
  ],
};

export const OFFERS = [
  ...new Set([...Object.values(ONE), ...Object.values(TIERED), ...Object.values(BY_NAME)].map(([offer]) => offer)),
];

/** `offers`: the price lists of one region, by the names of the offers. Throws for a price that is in none of them. */
export function pricesOf(offers) {
  const prices = {};
  for (const [name, [offer, usage]] of Object.entries(TIERED))
    prices[name] = found(offers, name, offer, usage)[0].tiers.map(({ upTo, usd }) => [upTo, rounded(usd * MILLION)]);
  for (const [name, [offer, usage, key]] of Object.entries(BY_NAME)) {
    const all = found(offers, name, offer, usage).map(({ match, tiers }) => [key(match), firstPaid(tiers)]);
    prices[name] = Object.fromEntries(all.sort(([a], [b]) => Number(a) - Number(b) || a.localeCompare(b)));
  }
  for (const [name, [offer, usage, factor]] of Object.entries(ONE))
    prices[name] = rounded(firstPaid(found(offers, name, offer, usage)[0].tiers) * factor);
  return { ...prices, confirmed: Object.keys(prices) };
}

/** Products with a usage type of this end, with their prices by quantity; at least one. */
function found(offers, name, offer, usage) {
  const { products = {}, terms = {} } = offers[offer] ?? {};
  const all = Object.values(products).flatMap(({ sku, attributes = {} }) => {
    // us-east-1 has usage types without a beginning, other regions one such as `EUC1-`.
    const names = [String(attributes.usagetype ?? '').replace(/^[A-Z]{2,4}\d?-/, ''), String(attributes.group ?? '')];
    const match = names.map((name) => usage.exec(name)).find((one) => one !== null);
    const inside = attributes.toLocation !== undefined && attributes.toLocation !== 'External';
    const term = Object.values(terms.OnDemand?.[sku] ?? {})[0];
    if (!match || inside || !term) return [];
    const tiers = Object.values(term.priceDimensions)
      .map(({ beginRange, endRange, pricePerUnit }) => ({
        from: Number(beginRange),
        upTo: endRange === 'Inf' ? null : Number(endRange),
        usd: Number(pricePerUnit.USD),
      }))
      .sort((a, b) => a.from - b.from);
    return [{ match, tiers }];
  });
  if (all.length === 0) throw new Error(`No price list has ${name}.`);
  return all;
}

/** Behind what is free. */
const firstPaid = (tiers) => (tiers.find(({ usd }) => usd > 0) ?? tiers[0]).usd;

const rounded = (usd) => Number(usd.toPrecision(8));

async function main(names) {
  const table = JSON.parse(readFileSync(TABLE, 'utf8'));
  const regions = {};
  for (const region of [...new Set([...Object.keys(table.regions), ...names])]) {
    const lists = OFFERS.map(async (offer) => {
      const response = await fetch(`${LIST}/${offer}/current/${region}/index.json`);
      if (!response.ok) throw new Error(`${response.url} answered ${response.status}.`);
      return [offer, await response.json()];
    });
    regions[region] = pricesOf(Object.fromEntries(await Promise.all(lists)));
    console.log(`${region}: ${regions[region].confirmed.length} prices`);
  }
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(TABLE, `${JSON.stringify({ date, regions }, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
