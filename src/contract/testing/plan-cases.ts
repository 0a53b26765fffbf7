/**
 * Plans the requests of a contract test. For each operation: every example, values that its schemas allow, and values
 * that they forbid, one keyword at a time. Pure, and deterministic for a seed.
 */
import type { Json } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import type { TestCase } from './case.ts';
import { creatorsOf } from './creators.ts';
import { negativeCases } from './negative-cases.ts';
import type { Planning } from './planning.ts';
import { positiveCases } from './positive-cases.ts';
import { randomFrom } from './random.ts';
import { samplerOf } from './sample.ts';
import { schemaChecks } from './schema-checks.ts';

export interface TestPlan extends Planning {
  /** The operations under test. Others may be called to create resources for them. */
  readonly chosen: readonly Operation[];
  readonly cases: readonly TestCase[];
}

export function planning(document: Json, operations: readonly Operation[], seed: number): Planning {
  const tested = operations.filter(({ method }) => method !== 'OPTIONS');
  return {
    tested,
    sampler: samplerOf(document, randomFrom(seed)),
    checks: schemaChecks(document),
    creators: creatorsOf(tested),
  };
}

/** Expects in `only` the operationId to test. Other operations still create the resources that it needs. */
export function planCases(document: Json, operations: readonly Operation[], seed: number, only?: string): TestPlan {
  const plan = planning(document, operations, seed);
  const chosen = plan.tested.filter(({ operationId }) => only === undefined || operationId === only);
  const cases = chosen.flatMap((one) => [...positiveCases(one, plan), ...negativeCases(one, plan)]);
  return { ...plan, chosen, cases };
}
