/** The parts that the cases of a test are made from. Types only. */
import type { Operation } from '../model/operations.ts';
import type { Creators } from './creators.ts';
import type { Sampler } from './sample.ts';
import type { SchemaChecks } from './schema-checks.ts';

/** The data that requests are planned from. */
export interface Planning {
  readonly tested: readonly Operation[];
  readonly sampler: Sampler;
  readonly checks: SchemaChecks;
  readonly creators: Creators;
}
