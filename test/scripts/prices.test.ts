/** `scripts/prices.mjs` with price lists in AWS's format that are written here. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { priceFaults } from '../../src/cost/prices.ts';
import { packageRoot } from '../../src/files/package-root.ts';

const { OFFERS, pricesOf } = (await import(join(packageRoot, 'scripts', 'prices.mjs'))) as {
  OFFERS: string[];
  pricesOf(offers: Record<string, unknown>): Record<string, unknown>;
};

type Tier = [from: string, to: string, usd: string];

/** One offer: usage type → its tiers, and the destination of data or the group. */
function offer(entries: readonly [usagetype: string, tiers: Tier[], more?: { toLocation?: string; group?: string }][]) {
  const sku = (index: number) => `SKU${index}`;
  const products = entries.map(([usagetype, , more], index) => [
    sku(index),
    { sku: sku(index), attributes: { usagetype, ...more } },
  ]);
  const terms = entries.map(([, tiers], index) => [
    sku(index),
    {
      [`${sku(index)}.T`]: {
        priceDimensions: Object.fromEntries(
          tiers.map(([beginRange, endRange, USD]) => [beginRange, { beginRange, endRange, pricePerUnit: { USD } }]),
        ),
      },
    },
  ]);
  return { products: Object.fromEntries(products), terms: { OnDemand: Object.fromEntries(terms) } };
}

const all = (usd: string): Tier[] => [['0', 'Inf', usd]];

const FRANKFURT = {
  AmazonApiGateway: offer([
    [
      'EUC1-ApiGatewayRequest',
      [
        ['333000000', 'Inf', '0.00000296'],
        ['0', '333000000', '0.0000037'],
      ],
    ],
    ['EUC1-ApiGatewayHttpRequest', all('0.0000012')],
    ['EUC1-ApiGatewayCacheUsage:1.6GB', all('0.038')],
    ['EUC1-ApiGatewayCacheUsage:0.5GB', all('0.02')],
    ['EUC1-ApiGatewayMessage', all('0.0000012')],
  ]),
  AWSLambda: offer([
    ['EUC1-Request', all('0.0000002')],
    ['EUC1-Lambda-GB-Second', all('0.0000166667')],
    ['EUC1-Lambda-GB-Second-ARM', all('0.0000133334')],
    ['EUC1-Lambda-Provisioned-GB-Second', all('0.00001')],
    ['EUC1-Lambda-Provisioned-Concurrency', all('0.0000041667')],
    ['EUC1-Lambda-Provisioned-Concurrency-ARM', all('0.0000033334')],
    ['EUC1-Lambda-Storage', all('0.0000000309'), { group: 'AWS-Lambda-Storage-Duration' }],
  ]),
  AmazonDynamoDB: offer([
    ['EUC1-ReadRequestUnits', all('0.0000001525')],
    ['EUC1-WriteRequestUnits', all('0.0000007625')],
    [
      'EUC1-TimedStorage-ByteHrs',
      [
        ['0', '25', '0'],
        ['25', 'Inf', '0.306'],
      ],
    ],
    ['EUC1-TimedPITRStorage-ByteHrs', all('0.2448')],
  ]),
  AmazonCloudWatch: offer([
    ['EUC1-DataProcessing-Bytes', all('0.63')],
    ['EUC1-TimedStorage-ByteHrs', all('0.0324')],
    ['EUC1-CW:AlarmMonitorUsage', all('0.1')],
    ['EUC1-CW:MetricMonitorUsage', all('0.3')],
  ]),
  AmazonS3: offer([
    [
      'EUC1-TimedStorage-ByteHrs',
      [
        ['51200', 'Inf', '0.0235'],
        ['0', '51200', '0.0245'],
      ],
    ],
    ['EUC1-Requests-Tier1', all('0.0000054')],
    ['EUC1-Requests-Tier2', all('0.00000043')],
  ]),
  AWSDataTransfer: offer([
    ['EUC1-DataTransfer-Out-Bytes', all('0.02'), { toLocation: 'EU (Ireland)' }],
    ['EUC1-DataTransfer-Out-Bytes', all('0.09'), { toLocation: 'External' }],
  ]),
  AWSXRay: offer([['EUC1-XRay-TracesStored', all('0.000005')]]),
};

it('creates the prices of a region from the price lists of AWS', () => {
  expect([...OFFERS].sort()).toEqual(Object.keys(FRANKFURT).sort());
  const prices = pricesOf(FRANKFURT);
  expect(prices).toMatchObject({
    restRequests: [
      [333_000_000, 3.7],
      [null, 2.96],
    ],
    httpRequests: [[null, 1.2]],
    cacheHour: { '0.5': 0.02, '1.6': 0.038 },
    lambdaRequests: 0.2,
    lambdaSecond: { x86_64: 0.0000166667, arm64: 0.0000133334 },
    provisionedSecond: { x86_64: 0.0000041667, arm64: 0.0000033334 },
    ephemeralSecond: 0.0000000309,
    tableStorage: 0.306,
    objectStorage: 0.0245,
    objectWrites: 5.4,
    objectReads: 0.43,
    dataOut: 0.09,
    traces: 5,
  });
  expect(priceFaults({ date: '2026-11-30', regions: { 'eu-central-1': prices } })).toEqual([]);
});

it('names a price that is in no list', () => {
  expect(() => pricesOf({ ...FRANKFURT, AWSXRay: offer([]) })).toThrow('No price list has traces.');
});
