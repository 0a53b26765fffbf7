/** A project in memory: configuration, contract and handler, bundled once each, and every kind of change to them. */
import { createHash } from 'node:crypto';
import { zip } from '../../src/bundle/contents/zip.ts';
import type { BundledLayer } from '../../src/bundle/layer/bundle-layer.ts';
import type { IndexConfig, StageConfig } from '../../src/config/config.ts';
import { consumersOf } from '../../src/config/consumers.ts';
import { resolveEventRule } from '../../src/config/event-rules.ts';
import { resolveLayers } from '../../src/config/function-layers.ts';
import { layerFolders } from '../../src/config/layer-versions.ts';
import { resolveQueue } from '../../src/config/queues.ts';
import { resolveStateMachine } from '../../src/config/state-machines.ts';
import { resolveTopic } from '../../src/config/topics.ts';
import { resolveUserPool } from '../../src/config/user-pools.ts';
import { parseContract } from '../../src/contract/load-contract.ts';
import type { Contract } from '../../src/contract/model/contract.ts';
import type { PreparedStage } from '../../src/stage/prepare/prepared-stage.ts';
import { CONFIG } from '../aws/stage-world.ts';

/** The parts of the files that a user may choose. Plain data: the same input is the same project. */
export interface StageInput {
  readonly config: StageConfig;
  /** The number of operations of the contract. */
  readonly operations: number;
  /** The number in the header `x-version`; another number is another handler. */
  readonly version: number;
  /** The callers that get errors: all of them, or only those of the live stage. */
  readonly broken?: 'for all' | 'live';
  /** Contract and code that somebody else made; replaces the two above. */
  readonly made?: PreparedStage;
}

export const BASE: StageInput = { config: CONFIG, operations: 3, version: 1 };

const withConfig =
  (change: (config: StageConfig) => Partial<StageConfig>) =>
  (input: StageInput): StageInput => ({ ...input, config: { ...input.config, ...change(input.config) } });
const [FIRST_TABLE] = Object.values(CONFIG.tables);

const indexOn = (key: string): IndexConfig => ({
  key,
  keyType: 'string',
  sortKeyType: 'string',
  projection: 'all',
});

/** Every kind of change that a deploy can carry out, by name. */
/** Rules of every kind, with two IP sets. */
export const FIREWALL = {
  rateLimit: 2000,
  managedRules: ['common' as const],
  allowCountries: [],
  blockCountries: ['KP'],
  ipSets: { allow: ['10.0.0.0/8'], block: ['2001:db8::/32'] },
  count: false,
};

export const CHANGES: Readonly<Record<string, (input: StageInput) => StageInput>> = {
  code: (input) => ({ ...input, version: input.version + 1 }),
  contract: (input) => ({ ...input, operations: input.operations + 1 }),
  'memory and timeout': withConfig(({ function: fn }) => ({
    function: {
      ...fn,
      memory: 512,
      timeout: 20,
      logging: { format: 'json', applicationLevel: 'warn', systemLevel: 'info' },
    },
  })),
  concurrency: withConfig(({ function: fn }) => ({
    function: { ...fn, reservedConcurrency: 20, ephemeralStorage: 1_024 },
    provisionedConcurrency: { executions: 2 },
  })),
  scaling: withConfig(() => ({
    provisionedConcurrency: {
      executions: 1,
      scaling: { min: 1, max: 3, target: 0.7, schedule: [{ when: 'at(2099-01-01T08:00:00)', min: 2 }] },
    },
  })),
  environment: withConfig(({ function: fn }) => ({ function: { ...fn, environment: { FEATURE: 'on' } } })),
  'table added': withConfig(({ tables }) => ({ tables: { ...tables, orders: { ...FIRST_TABLE!, key: 'order' } } })),
  'table settings': withConfig(() => ({
    tables: { items: { ...FIRST_TABLE!, recovery: false, deletionProtection: true } },
  })),
  'indexes, time to live and stream': withConfig(() => ({
    tables: {
      items: {
        ...FIRST_TABLE!,
        indexes: { byEmail: indexOn('email'), byTeam: indexOn('team') },
        ttl: 'expiresAt',
        stream: {
          consumer: 'src/consumers/items.ts',
          runtime: 'nodejs22.x',
          batchSize: 10,
          startingPosition: 'trimHorizon',
          bisect: true,
          retries: 10,
        },
      },
    },
  })),
  'queues added': withConfig(({ queues, function: fn }) => ({
    queues: {
      ...queues,
      orders: resolveQueue({ consumer: 'src/consumers/orders.ts' }, fn, () => true),
      events: resolveQueue({ fifo: true, deadLetter: false }, fn, () => true),
    },
  })),
  'skipped records reported': withConfig(({ queues, tables, function: fn }) => ({
    queues: { ...queues, failed: resolveQueue({ deadLetter: false }, fn, () => true) },
    tables: {
      ...tables,
      items: {
        ...FIRST_TABLE!,
        stream: {
          consumer: 'src/consumers/items.ts',
          runtime: 'nodejs22.x',
          batchSize: 10,
          startingPosition: 'trimHorizon',
          bisect: false,
          retries: 2,
          maxAge: 3_600,
          onFailure: 'failed',
        },
      },
    },
  })),
  'layers added': withConfig(({ function: fn }) => ({
    function: { ...fn, layers: resolveLayers(['layers/common', 'layers/more']) },
  })),
  'events added': withConfig(({ queues, function: fn }) => ({
    queues: { ...queues, warehouse: resolveQueue({}, fn, () => true) },
    stateMachines: {
      flow: resolveStateMachine(
        { definition: 'flows/flow.asl.json', functions: { charge: 'src/charge.ts' } },
        fn,
        () => true,
      ),
    },
    topics: { told: resolveTopic({ subscribe: ['warehouse'], consumer: 'src/told.ts' }, fn, () => true) },
    eventBuses: { orders: {} },
    eventRules: {
      placed: resolveEventRule({ bus: 'orders', pattern: { source: ['shop'] }, consumer: 'src/placed.ts' }, fn),
      changed: resolveEventRule({ pattern: { source: ['aws.s3'] }, consumer: 'src/changed.ts' }, fn),
    },
  })),
  'bucket added': withConfig(() => ({
    buckets: { documents: { versioning: true, expireAfterDays: 30, oldVersionDays: 7 } },
  })),
  'plan changed': withConfig(() => ({ usagePlans: { basic: { rate: 50, burst: 100 } } })),
  'plan added': withConfig(({ usagePlans }) => ({ usagePlans: { ...usagePlans, pro: { rate: 100, burst: 200 } } })),
  'plan removed': withConfig(() => ({ usagePlans: {} })),
  'user pool added': withConfig(() => ({
    userPools: {
      main: resolveUserPool({ groups: ['admins'], scopes: { items: ['read'] }, flows: ['client-credentials'] }, false),
    },
  })),
  'alarm setting': withConfig(({ alarms }) => ({ alarms: { ...alarms, errorRate: 0.2 } })),
  'every alarm': withConfig(({ alarms }) => ({
    alarms: {
      ...alarms,
      okActions: true,
      latencyP95: 1000,
      functionErrorRate: 0.01,
      tableThrottles: true,
      tableErrors: true,
      throttled: 10,
      forbidden: 10,
      accountConcurrency: 800,
    },
  })),
  dashboard: withConfig(() => ({ dashboard: true })),
  budget: withConfig(() => ({ budget: { monthly: 50, notify: ['ops@example.com'], forecast: true } })),
  anomalies: withConfig(() => ({ anomalies: { threshold: 20, notify: ['ops@example.com'] } })),
  firewall: withConfig(() => ({ waf: FIREWALL })),
  'nobody notified': withConfig(({ alarms }) => ({ alarms: { ...alarms, notify: [] } })),
  'alarms off': withConfig(({ alarms }) => ({ alarms: { ...alarms, enabled: false } })),
  tags: withConfig(() => ({ tags: { cost: 'blue-2' } })),
  throttle: withConfig(() => ({ throttle: { rate: 5, burst: 10 } })),
  cors: withConfig(({ cors }) => ({ cors: { ...cors!, origins: ['*'], maxAge: 60 } })),
  'logs and metrics': withConfig(() => ({ logs: { retentionDays: 30 }, metrics: false })),
  'variables and tracing': withConfig(() => ({ variables: { colour: 'green' }, tracing: true })),
};

const contracts = new Map<number, Contract>();
const bundles = new Map<string, Promise<PreparedStage['code']>>();

export async function prepared(input: StageInput): Promise<PreparedStage> {
  const { config, operations, version, broken, made: own } = input;
  if (own) return own;
  const contract = contracts.get(operations) ?? parseContract(contractText(operations), 'openapi.yaml');
  contracts.set(operations, contract);
  const code = bundles.get(`${version} ${broken}`) ?? bundle(version, broken);
  bundles.set(`${version} ${broken}`, code);
  const made = await code;
  const layers = await Promise.all(layerFolders(config).map(async ({ folder, name }) => [name, await layer(folder)]));
  const machines = Object.keys(config.stateMachines).map((name) => [name, FLOW]);
  return {
    contract,
    code: made,
    consumers: Object.fromEntries(consumersOf(config).map(({ key }) => [key, made])),
    ...(layers.length > 0 && { layers: Object.fromEntries(layers) }),
    ...(machines.length > 0 && { definitions: Object.fromEntries(machines) as Record<string, string> }),
  };
}

/** The definition of every state machine: one task with its own function. */
const FLOW = JSON.stringify({
  StartAt: 'Charge',
  States: { Charge: { Type: 'Task', Resource: `$\{function.charge.arn}`, End: true } },
});

/** The folder decides what is in the layer. */
async function layer(folder: string): Promise<BundledLayer> {
  const contents = Buffer.from(folder);
  const bytes = await zip([{ path: 'nodejs/data.txt', contents }]);
  const sha256 = createHash('sha256').update(bytes).digest('base64');
  return { zip: bytes, sha256, unzippedBytes: contents.length, provides: [], sources: [] };
}

async function bundle(version: number, broken: StageInput['broken']): Promise<PreparedStage['code']> {
  const failing = { 'for all': 'true', live: "event.requestContext.stage !== 'test-invoke-stage'" };
  const source = broken
    ? `export const handler = async (event) => ({ statusCode: ${failing[broken]} ? 500 : 200 });`
    : `const release = process.env.APIKIT_RELEASE;
const headers = { 'x-version': '${version}', ...(release && { 'x-apikit-release': release }) };
export const handler = async () => ({ statusCode: 200, headers });`;
  const bytes = await zip([{ path: 'index.mjs', contents: Buffer.from(source) }]);
  return {
    zip: bytes,
    sha256: createHash('sha256').update(bytes).digest('base64'),
    zipBytes: bytes.length,
    unzippedBytes: source.length,
    handler: 'index.handler',
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
    otherActions: [],
    sources: [],
    warnings: [],
    entries: [],
  };
}

function contractText(operations: number): string {
  const operation = (name: string, key: boolean) => ({
    operationId: name,
    ...(key && { security: [{ key: [] }] }),
    responses: { '200': { description: 'Fine.' } },
  });
  const keyed = Array.from({ length: operations }, (_, i) => [`/things-${i}`, { get: operation(`thing${i}`, true) }]);
  return JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'Items', version: '1.0.0' },
    paths: { '/open': { get: operation('open', false) }, ...Object.fromEntries(keyed) },
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-api-key' } } },
  });
}
