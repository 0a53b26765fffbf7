/** Any configuration that a user might have next: each part of it is chosen independently. */
import fc from 'fast-check';
import { CONFIG } from '../aws/stage-world.ts';
import type { StageInput } from '../chaos/stage-project.ts';

const [table] = Object.values(CONFIG.tables);
/** The keys of a table never change under its name, because apikit refuses that. */
const TABLES = { items: 'id', orders: 'order', people: 'mail' };

const tables = fc.record(
  Object.fromEntries(
    Object.entries(TABLES).map(([name, key]) => [
      name,
      fc.record({ recovery: fc.boolean(), encryption: fc.constant(true) }).map((some) => ({ ...table!, key, ...some })),
    ]),
  ),
  { requiredKeys: [] },
);

const plan = fc.record({
  rate: fc.integer({ min: 1, max: 50 }),
  burst: fc.integer({ min: 1, max: 100 }),
  quota: fc.constantFrom({ limit: 1000, period: 'MONTH' as const }, { limit: 50, period: 'DAY' as const }),
});

export const stageInput: fc.Arbitrary<StageInput> = fc
  .record({
    operations: fc.integer({ min: 0, max: 4 }),
    version: fc.integer({ min: 1, max: 3 }),
    tables,
    usagePlans: fc.record({ basic: plan, pro: plan, free: plan }, { requiredKeys: [] }),
    memory: fc.constantFrom(128, 256, 512),
    environment: fc.constantFrom<Record<string, string>>({}, { FEATURE: 'on' }, { FEATURE: 'off', OTHER: '1' }),
    throttle: fc.record({ rate: fc.integer({ min: 1, max: 500 }), burst: fc.integer({ min: 1, max: 900 }) }),
    origins: fc.constantFrom(['*'], ['https://app.example.com'], ['https://a.example.com', 'https://b.example.com']),
    retentionDays: fc.constantFrom(7, 14, 30),
    metrics: fc.boolean(),
    tracing: fc.boolean(),
    alarms: fc.boolean(),
    errorRate: fc.constantFrom(0.01, 0.05),
    variables: fc.constantFrom<Record<string, string>>({}, { colour: 'green' }),
    tags: fc.constantFrom<Record<string, string>>({}, { team: 'blue' }, { team: 'red', cost: '7' }),
  })
  .map(
    ({ operations, version, ...chosen }) =>
      ({
        operations,
        version,
        config: {
          ...CONFIG,
          tables: { ...chosen.tables } as typeof CONFIG.tables,
          usagePlans: { ...chosen.usagePlans } as typeof CONFIG.usagePlans,
          function: { ...CONFIG.function, memory: chosen.memory, environment: chosen.environment },
          throttle: chosen.throttle,
          cors: { ...CONFIG.cors!, origins: chosen.origins },
          logs: { retentionDays: chosen.retentionDays },
          metrics: chosen.metrics,
          tracing: chosen.tracing,
          alarms: { ...CONFIG.alarms, enabled: chosen.alarms, errorRate: chosen.errorRate },
          variables: chosen.variables,
          tags: chosen.tags,
        },
      }) as unknown as StageInput,
  );
