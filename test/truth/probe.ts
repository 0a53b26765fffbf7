/** One fact that apikit relies on and that no recording of AWS shows, as a test that can run on AWS. */
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
  /** Returns facts only: no ids, times or names that differ from run to run. Throws if it cannot. */
  run(world: World): Promise<Json>;
}

/** The probe could not run, so it says nothing about AWS. */
export class CouldNotTell extends Error {}
