import type { Stage, UsagePlan } from '@aws-sdk/client-api-gateway';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffFields } from '../../src/aws/kinds/field-diff.ts';
import type { DesiredStage } from '../../src/aws/kinds/stage/shape.ts';
import { observedStage, stagePatch } from '../../src/aws/kinds/stage/stage-settings.ts';
import type { DesiredPlan } from '../../src/aws/kinds/usage-plan/shape.ts';
import { observedPlan, planPatch } from '../../src/aws/kinds/usage-plan/usage-plan-settings.ts';
import { patchedPlan, patchedStage } from './apply-patch.ts';

const name = fc.stringMatching(/^[a-z0-9~/]{1,8}$/);
const variables = fc.dictionary(name, fc.stringMatching(/^[A-Za-z0-9-]{1,8}$/), { maxKeys: 4 });
const rate = fc.oneof(fc.constantFrom(0.5, 10, 10_000), fc.double({ min: 0, max: 20_000, noNaN: true }));
const burst = fc.nat({ max: 10_000 });
const tags = fc.constant({});

const methodName = fc.constantFrom('GET /', 'GET /items', 'PUT /items/{id}', 'ANY /files/{proxy+}', 'GET /a~b');
const cacheEntry = fc.oneof(
  fc.constant('off' as const),
  fc.record({
    ttl: fc.integer({ min: 1, max: 3600 }),
    encrypted: fc.boolean(),
    invalidation: fc.constantFrom('warn', 'ignore', 'refuse', 'anyone'),
  }),
);
const ownMethod = fc.record({
  throttle: fc.record({ rate, burst }),
  metrics: fc.boolean(),
  logging: fc.constantFrom('OFF', 'ERROR', 'INFO'),
  dataTrace: fc.boolean(),
});
/** A stage without a cache has no cache settings, and one with a cache has them for every method. */
const caching: fc.Arbitrary<Pick<DesiredStage, 'cache' | 'methods'>> = fc.oneof(
  fc.record({ methods: fc.dictionary(methodName, ownMethod) }),
  fc.constant({}),
  fc.record({
    cache: fc.record({ size: fc.constantFrom('0.5', '1.6'), byDefault: fc.constant(false as const) }),
    methods: fc.dictionary(
      methodName,
      fc.tuple(ownMethod, cacheEntry).map(([own, cache]) => ({ ...own, cache })),
    ),
  }),
);

const desiredStage: fc.Arbitrary<DesiredStage> = fc
  .record({
    deployment: fc.constantFrom('dep1', 'dep2'),
    throttle: fc.record({ rate, burst }),
    metrics: fc.boolean(),
    logging: fc.constantFrom('OFF', 'ERROR', 'INFO'),
    tracing: fc.boolean(),
    dataTrace: fc.boolean(),
    accessLog: fc.record({
      destination: fc.constantFrom('arn:a', 'arn:b'),
      format: fc.constantFrom('{}', '$context.requestId'),
    }),
    variables,
    tags,
  })
  .chain((base) => caching.map((own) => ({ ...base, ...own })));

const methodSetting = fc.record(
  {
    throttlingRateLimit: rate,
    throttlingBurstLimit: burst,
    metricsEnabled: fc.boolean(),
    loggingLevel: fc.constantFrom('OFF', 'INFO'),
    dataTraceEnabled: fc.boolean(),
    cachingEnabled: fc.boolean(),
    cacheTtlInSeconds: fc.constantFrom(60, 300),
    requireAuthorizationForCacheControl: fc.boolean(),
    unauthorizedCacheControlHeaderStrategy: fc.constantFrom('FAIL_WITH_403', 'SUCCEED_WITH_RESPONSE_HEADER'),
  },
  { requiredKeys: [] },
);

const stage: fc.Arbitrary<Stage> = fc.record(
  {
    cacheClusterEnabled: fc.boolean(),
    cacheClusterSize: fc.constantFrom('0.5', '6.1'),
    deploymentId: fc.constantFrom('dep1', 'dep2', 'dep3'),
    tracingEnabled: fc.boolean(),
    variables,
    accessLogSettings: fc.record({
      destinationArn: fc.constantFrom('arn:a', 'arn:c'),
      format: fc.constantFrom('{}', 'x'),
    }),
    methodSettings: fc.record(
      {
        '*/*': methodSetting,
        '~1items/GET': methodSetting,
        '~1/GET': methodSetting,
        '~1old/POST': methodSetting,
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<NonNullable<Stage['methodSettings']>>,
  },
  { requiredKeys: [] },
);

const apiStage = fc.record({ apiId: fc.constantFrom('api1', 'api2'), stage: fc.constantFrom('dev', 'prod') });
const quotaPeriod = fc.constantFrom('DAY' as const, 'WEEK' as const, 'MONTH' as const);
const desiredPlan: fc.Arbitrary<DesiredPlan> = fc.record(
  {
    api: fc.constant('api1'),
    stage: fc.constant('dev'),
    throttle: fc.record({ rate, burst }),
    quota: fc.record({ limit: fc.nat({ max: 5_000 }), period: quotaPeriod }),
    tags,
  },
  { requiredKeys: ['api', 'stage', 'tags'] },
);
const plan: fc.Arbitrary<UsagePlan> = fc.record(
  {
    apiStages: fc.uniqueArray(apiStage, { selector: (covered) => `${covered.apiId}:${covered.stage}` }),
    throttle: fc.record({ rateLimit: rate, burstLimit: burst }, { requiredKeys: [] }),
    quota: fc.record({ limit: fc.nat({ max: 5_000 }), period: quotaPeriod, offset: fc.constant(0) }),
  },
  { requiredKeys: [] },
);

const seen = (stage: Stage, desired: Parameters<typeof observedStage>[1]) => observedStage(stage, desired, 'us-east-1');

describe('the patch of a stage', () => {
  it('changes any stage to the wanted state, so that nothing differs afterwards', () => {
    fc.assert(
      fc.property(desiredStage, stage, (desired, before) => {
        const after = seen(patchedStage(before, stagePatch(desired, seen(before, desired))), desired);
        expect(diffFields(desired, after)).toEqual([]);
        expect(stagePatch(desired, after)).toEqual([]);
      }),
    );
  });

  it('is empty exactly when nothing differs', () => {
    fc.assert(
      fc.property(desiredStage, stage, (desired, before) => {
        const observed = seen(before, desired);
        expect(stagePatch(desired, observed).length === 0).toBe(diffFields(desired, observed).length === 0);
      }),
    );
  });

  it('contains only strings, since API Gateway rejects other values', () => {
    fc.assert(
      fc.property(desiredStage, stage, (desired, before) => {
        for (const { op, value } of stagePatch(desired, seen(before, desired))) {
          expect(typeof value).toBe(op === 'remove' ? 'undefined' : 'string');
        }
      }),
    );
  });

  it('uses the defaults of AWS for a stage without settings', () => {
    const observed = seen({ deploymentId: 'dep1', methodSettings: {} }, {});
    expect(observed.throttle).toEqual({ rate: 10_000, burst: 5_000 });
    expect(observed).toMatchObject({ metrics: false, logging: 'OFF', tracing: false, variables: {} });
  });

  it('escapes characters that a path may not contain', () => {
    const desired: DesiredStage = { ...fc.sample(desiredStage, 1)[0]!, variables: { 'a/b~c': 'x' } };
    const paths = stagePatch(desired, seen({}, desired)).map(({ path }) => path);
    expect(paths).toContain('/variables/a~1b~0c');
  });
});

describe('the patch of a usage plan', () => {
  it('changes any plan to the wanted state, so that nothing differs afterwards', () => {
    fc.assert(
      fc.property(desiredPlan, plan, (desired, before) => {
        const after = observedPlan(patchedPlan(before, planPatch(desired, observedPlan(before))));
        const { throttle, quota } = desired;
        expect(diffFields({ stages: ['api1:dev'], throttle, quota, tags: {} }, after)).toEqual([]);
        expect(planPatch(desired, after)).toEqual([]);
      }),
    );
  });
});

describe('diffFields', () => {
  const tree = fc.letrec((tie) => ({
    node: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(fc.nat(3), fc.string({ maxLength: 2 }), tie('node')), {
      maxKeys: 3,
    }),
  })).node;

  it('finds nothing between equal values, and the same paths in both directions', () => {
    fc.assert(
      fc.property(tree, tree, (a, b) => {
        expect(diffFields(a, a)).toEqual([]);
        const back = diffFields(b, a).map(({ path }) => path);
        expect(diffFields(a, b).map(({ path }) => path)).toEqual(back);
      }),
    );
  });

  it('names the leaf that differs', () => {
    expect(diffFields({ throttle: { rate: 5, burst: 1 } }, { throttle: { rate: 4, burst: 1 } })).toEqual([
      { path: 'throttle.rate', from: 4, to: 5 },
    ]);
  });

  it('counts a reference as a difference, since its value is not known yet', () => {
    const to = { $ref: 'release', attribute: 'deploymentId' };
    expect(diffFields({ deployment: to }, { deployment: 'dep1' })).toEqual([{ path: 'deployment', from: 'dep1', to }]);
  });
});
