/** Runs the probes one after the other, and says of each whether AWS does what apikit relies on. */
import { isDeepStrictEqual } from 'node:util';
import { errorMessage, errorName } from '../../src/aws/sdk/errors/sdk-error.ts';
import { CouldNotTell, type Json, type Probe } from './probe.ts';
import type { World } from './world.ts';

export type Verdict = 'agree' | 'differ' | 'could not tell';

export interface Finding {
  readonly id: string;
  readonly verdict: Verdict;
  readonly expected: Json;
  /** Absent if the probe could not tell. */
  readonly observed?: Json;
  /** The reason why the probe could not tell. */
  readonly reason?: string;
}

/** Ends early, without an error, if the signal of the world is aborted. */
export async function runProbes(
  world: World,
  probes: readonly Probe[],
  heard: (finding: Finding) => void,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const probe of probes) {
    if (world.signal.aborted) break;
    const finding = await ask(world, probe);
    if (world.signal.aborted) break;
    findings.push(finding);
    heard(finding);
  }
  return findings;
}

async function ask(world: World, { id, expected, run }: Probe): Promise<Finding> {
  try {
    const observed = await run(world);
    return { id, verdict: isDeepStrictEqual(observed, expected) ? 'agree' : 'differ', expected, observed };
  } catch (error) {
    const reason = error instanceof CouldNotTell ? error.message : `${errorName(error)}: ${errorMessage(error)}`;
    return { id, verdict: 'could not tell', expected, reason };
  }
}
