/** One thing that apikit relies on and that no recording of AWS shows, as a question that can be put to AWS. */
import type { World } from './world.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface Probe {
  /** Also the id of the assumption in docs/aws/assumptions.md. */
  readonly id: string;
  /** The assumption of apikit, as one sentence. */
  readonly title: string;
  /** The cost on AWS, if it is more than fractions of a cent. */
  readonly cost?: string;
  /** The value that `run` returns if AWS does what apikit relies on. */
  readonly expected: Json;
  /** Facts only: no ids, times or names that differ from run to run. Throws what it cannot make a fact of. */
  run(world: World): Promise<Json>;
}

/** The question could not be put, which says nothing about the answer. */
export class CouldNotTell extends Error {}
