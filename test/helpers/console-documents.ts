/** Documents of the console as the commands print them, with hostile text wherever a name or a message is shown. */

import type { LiveEntry } from '../../src/logs/live-entry.ts';
import type { RequestChain } from '../../src/logs/request-chain.ts';

/** HTML that would run, a colour of terminals, and a character that reverses the text. */
export const HOSTILE = `<img src=x onerror="document.title='pwned'">\u001b[31m\u202e`;

/** The same as the page must show it. */
export const HOSTILE_SHOWN = `<img src=x onerror="document.title='pwned'">${String.raw`\u001b[31m\u202e`}`;

/** A request as the embedded cloud reports it. */
export function requestEntries(requestId: string, path: string): readonly [LiveEntry, RequestChain] {
  const request = { apiId: 'a1', stage: 'local', method: 'GET', path, status: 200, latency: 12, requestId };
  const empty = { text: '' };
  return [
    { type: 'request', time: Date.now(), ...request },
    {
      ...{ type: 'chain', requestId, functions: [], aws: [], unrecorded: 0 },
      sent: { method: 'GET', url: path, headers: [], body: empty },
      answer: { status: 200, headers: [], body: empty },
    },
  ];
}

const at = '2026-11-29T10:15:00.000Z';
const BY = 'arn:aws:iam::123456789012:user/ann';
const changes = {
  operations: { added: ['GET /orders/{id}'], removed: [], changed: ['POST /orders'] },
  components: false,
  code: true,
  settings: ['memory'],
};

export const DOCUMENTS: Readonly<Record<string, object>> = {
  tables: {
    tables: [
      {
        ...{ table: 'orders', fault: null, name: HOSTILE, partition: 'id', sort: 'at' },
        indexes: [{ name: 'byCustomer', partition: 'customer', sort: null }],
        types: { id: 'S', at: 'N', customer: 'S' },
      },
      { table: 'new', fault: `Table ${HOSTILE} does not exist.` },
    ],
    editable: true,
  },
  items: {
    items: [
      { id: { S: 'a' }, at: { N: '1' }, note: { S: HOSTILE }, tags: { SS: ['x', 'y'] } },
      { id: { S: 'b' }, at: { N: '2' }, [HOSTILE]: { M: { deep: { BOOL: true } } } },
    ],
    next: '{"Item":{"id":{"S":"b"},"at":{"N":"2"}}}',
  },
  status: {
    ...{ app: 'shop', stage: 'prod', account: '123456789012', region: 'eu-west-1', domain: null, expiresAt: null },
    url: 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod',
    release: '4f2a9c01d3e7',
    released: { at, by: BY, revision: '808b08c8bf78', promoted: null },
    canary: { release: '8ffe0a1b2c3d', percent: 10, watch: null },
    lock: { who: HOSTILE, what: 'apikit deploy' },
    resources: [
      { resource: 'api', kind: 'api', name: 'shop-prod', arn: null, state: 'present' },
      { resource: 'table/orders', kind: 'table', name: 'shop-prod-orders', arn: null, state: 'ACTIVE' },
      { resource: 'alarm/errors', kind: 'alarm', name: HOSTILE, arn: null, state: 'ALARM' },
    ],
    drift: [{ resource: 'function', path: 'memory', from: 256, to: HOSTILE }],
    orphans: [{ resource: 'queue/old', kind: 'queue', name: 'shop-prod-old', arn: null, state: 'present' }],
    unsearched: [{ what: 'alarms', why: 'AccessDenied' }],
  },
  releases: {
    releases: [
      { release: '8ffe0a1b2c3d', state: 'canary', at, by: BY, revision: HOSTILE, changes },
      { release: '4f2a9c01d3e7', state: 'live', at, by: BY, revision: '808b08c8bf78', changes: null },
      { release: '11aa22bb33cc', state: 'kept', at, by: null, revision: null, changes: { ...changes, code: false } },
    ],
    switched: { how: 'rollback', at, by: BY, from: '8ffe0a1b2c3d', reason: HOSTILE, source: null },
  },
  release: {
    ...{ release: '11aa22bb33cc', live: false, operations: ['GET /orders', `GET /${HOSTILE}`] },
    againstLive: { ...changes, release: '4f2a9c01d3e7' },
  },
  plan: {
    changes: [
      { resource: 'function', action: 'update', fields: [{ path: 'memory', from: 256, to: 512 }], consequence: null },
      {
        ...{ resource: 'table/orders', action: 'delete', consequence: 'All items are lost.' },
        fields: [{ path: HOSTILE, from: HOSTILE, to: null }],
      },
      { resource: 'queue/mails', action: 'create', fields: [], consequence: null },
    ],
    kept: [{ resource: 'table/old', name: HOSTILE, why: 'it has items' }],
    warnings: [HOSTILE],
  },
  errors: {
    errors: [
      {
        ...{ kind: 'TypeError', message: HOSTILE, count: 12, firstSeen: at, lastSeen: at },
        ...{ stack: ['at handler (src/orders.ts:12:3)', HOSTILE], example: '0a1b2c3d-0000-4000-8000-000000000000' },
      },
    ],
  },
  logs: {
    rows: [{ '@timestamp': '2026-11-29 10:15:00.000', '@message': HOSTILE, '@ptr': 'p', '@log': 'l' }],
    statistics: { recordsMatched: 1, recordsScanned: 1200, bytesScanned: 1 },
  },
  metrics: {
    ...{ since: at, until: '2026-11-29T11:15:00.000Z', period: 300, queries: 3 },
    metrics: [
      { id: 'requests', of: null, unit: 'count', total: 78, most: 12, values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
      { id: 'latencyP95', of: null, unit: 'ms', total: null, most: 87.25, values: [12, 80, null, 87.25, 50] },
      { id: 'throttles', of: HOSTILE, unit: 'count', total: 1, most: 1, values: [0, 1, 0] },
      { id: 'serverErrors', of: null, unit: 'count', total: null, most: null, values: [null, null] },
    ],
  },
  keys: {
    keys: [
      { id: 'abc123defg', name: HOSTILE, createdAt: at, plan: 'basic', state: 'enabled' },
      { id: 'hij456klmn', name: 'bob', createdAt: at, plan: null, state: 'disabled' },
    ],
  },
  usage: {
    days: ['2026-11-28', '2026-11-29'],
    keys: [
      {
        ...{ id: 'abc123defg', name: 'ann', plan: 'basic', used: 1200, perDay: [500, 700] },
        ...{ quota: { limit: 10_000, period: 'MONTH' }, left: 8_800, runsOut: '2026-12-09' },
      },
    ],
  },
  plans: {
    plans: [{ id: 'p1', name: HOSTILE, rate: 10, burst: 20, quota: { limit: 10_000, period: 'MONTH' }, keys: 1 }],
  },
};
