/** A whole stage on the embedded cloud: the steps of `deploy` and `destroy` between configuration and outcome. */

import { createKinds } from '../../src/aws/kinds/registry.ts';
import { wouldReplace } from '../../src/aws/kinds/would-replace.ts';
import type { StageConfig } from '../../src/config/config.ts';
import { parseContract } from '../../src/contract/load-contract.ts';
import { type ApplyResult, apply } from '../../src/engine/apply.ts';
import { destroy } from '../../src/engine/destroy.ts';
import type { EngineEvent } from '../../src/engine/events.ts';
import { observe } from '../../src/engine/observe.ts';
import { type Plan, plan, planRemoval } from '../../src/engine/plan.ts';
import type { Run } from '../../src/engine/run.ts';
import { desiredStage } from '../../src/stage/desired/desired-stage.ts';
import { addZip, type World } from './kind-world.ts';

export const CONFIG: StageConfig = {
  app: 'items-api',
  stage: 'dev',
  region: 'eu-west-1',
  protected: false,
  api: 'rest',
  payload: '1.0',
  contract: 'openapi.yaml',
  function: {
    entry: 'src/handler.ts',
    exportName: 'handler',
    bundle: { external: [], optional: [], files: [], keepNames: true, loaders: {} },
    runtime: 'nodejs22.x',
    architecture: 'x86_64',
    memory: 256,
    timeout: 10,
    ephemeralStorage: 512,
    environment: {},
    keepReleases: 5,
  },
  buckets: {},
  tables: {
    items: {
      key: 'id',
      keyType: 'string',
      sortKeyType: 'string',
      recovery: true,
      encryption: true,
      deletionProtection: false,
    },
  },
  queues: {},
  stateMachines: {},
  topics: {},
  eventBuses: {},
  eventRules: {},
  userPools: {},
  cors: {
    origins: ['https://app.example.com'],
    loopback: false,
    credentials: false,
    allowHeaders: [],
    exposeHeaders: [],
    maxAge: 600,
  },
  endpoint: { type: 'regional', vpcEndpoints: [] },
  usagePlans: { basic: { rate: 10, burst: 20, quota: { limit: 1000, period: 'MONTH' } } },
  throttle: { rate: 100, burst: 200 },
  logs: { retentionDays: 14 },
  binaryMediaTypes: [],
  logging: 'OFF',
  dataTrace: false,
  metrics: true,
  tracing: false,
  alarms: { enabled: true, notify: ['ops@example.com'], errorRate: 0.05, latencyP99: 3000, durationP99: 2000 },
  canary: { maxErrorRate: 0.05, maxErrorIncrease: 0.5, maxP95Increase: 0.5, minRequests: 100, bake: 600_000 },
  variables: {},
  tags: { team: 'blue' },
};

/** Returns a contract with this many operations that require a key. */
export function contractOf(operations: number): string {
  const operation = (name: string) => ({
    operationId: name,
    security: [{ key: [] }],
    responses: { '200': { description: 'Fine.' } },
  });
  const paths = Array.from({ length: operations }, (_, i) => [`/things-${i}`, { get: operation(`getThing${i}`) }]);
  return JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'Items', version: '1.0.0' },
    paths: Object.fromEntries(paths),
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-api-key' } } },
  });
}

export interface StageWorld {
  /** The desired configuration; change it and deploy again. */
  config: StageConfig;
  contract: string;
  /** The handler. */
  source: string;
  readonly events: EngineEvent[];
  plan(options?: { adopt?: boolean }): Promise<Plan>;
  /** `interruptAfter`: Ctrl-C after this many resources have been changed. */
  deploy(options?: { adopt?: boolean; interruptAfter?: number }): Promise<ApplyResult>;
  destroy(options?: { deleteData?: boolean; interruptAfter?: number }): Promise<ApplyResult>;
}

export function stageWorld(world: World): StageWorld {
  const events: EngineEvent[] = [];

  async function begin(interruptAfter = Number.POSITIVE_INFINITY) {
    const { config, contract, source } = stage;
    const sha256 = await addZip(world, source);
    const zip = Buffer.from(world.artifacts.get(sha256) as Uint8Array);
    const actions = ['dynamodb:GetItem', 'dynamodb:PutItem'];
    const size = { zipBytes: zip.length, unzippedBytes: zip.length };
    const code = {
      sha256,
      zip,
      ...size,
      handler: 'index.handler',
      actions,
      otherActions: [],
      sources: [],
      warnings: [],
      entries: [],
    };
    const streamed = Object.keys(config.tables).filter((table) => config.tables[table]!.stream);
    const consumers = Object.fromEntries(streamed.map((table) => [table, code]));
    const prepared = { contract: parseContract(contract, 'openapi.yaml'), code, consumers };
    const { resources, artifacts } = desiredStage(prepared, config, world.target);
    const controller = new AbortController();
    let changed = 0;
    const run: Run = {
      // Each command begins with kinds that have read nothing yet, as in production.
      kinds: createKinds({ ...world, artifacts }),
      clock: world.clock,
      signal: controller.signal,
      report(event) {
        events.push(event);
        if (event.type === 'resource.changed' || event.type === 'resource.removed') changed += 1;
        if (changed >= interruptAfter) controller.abort(new Error('Ctrl-C'));
      },
    };
    return { resources, run, observation: await observe(resources, run) };
  }

  const stage: StageWorld = {
    config: CONFIG,
    contract: contractOf(5),
    source: 'export const handler = async () => ({ statusCode: 200 });',
    events,
    async plan(options = {}) {
      const { resources, run, observation } = await begin();
      return plan(resources, observation, { kinds: run.kinds, wouldReplace, ...options });
    },
    async deploy({ interruptAfter, ...options } = {}) {
      const { resources, run, observation } = await begin(interruptAfter);
      const steps = plan(resources, observation, { kinds: run.kinds, wouldReplace, ...options });
      return await apply(steps, { desired: resources, observation }, run);
    },
    async destroy({ interruptAfter, ...options } = {}) {
      const { resources, run, observation } = await begin(interruptAfter);
      return await destroy(planRemoval(resources, observation, options), { resources, observation }, run);
    },
  };
  return stage;
}
