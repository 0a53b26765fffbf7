/**
 * Tests that a deploy always converges: after one fault at one call and then the same command undisturbed, the account
 * must be as after a run without faults.
 */
import { isDeepStrictEqual } from 'node:util';
import { type Account, accountReader } from './account.ts';
import { type ChaosWorld, type Fault, startChaosWorld } from './chaos-world.ts';
import type { Scenario } from './scenarios.ts';
import { deploy } from './stage-runs.ts';

/** The calls of an undisturbed run, and its result. */
export interface Clean {
  /** The calls that it makes, in one of the possible orders. */
  readonly calls: readonly string[];
  /** The account in the form that the scenario compares. */
  readonly account: unknown;
}

export interface Point {
  readonly fault: Fault;
  /** The number of the call that the fault strikes, from 1. */
  readonly nth: number;
}

export interface Verdict extends Point {
  /** The call that was struck; absent if the run had made fewer calls. */
  readonly call?: string;
  /** The reason why it has not converged. */
  readonly problem?: string;
}

export interface Laboratory {
  clean(scenario: Scenario): Promise<Clean>;
  /** Tests whether the scenario converges in spite of the fault. */
  examine(scenario: Scenario, clean: Clean, point: Point): Promise<Verdict>;
  readonly world: ChaosWorld;
  close(): Promise<void>;
}

/** ms. Longer than any state takes, and than the lease of a lock whose holder died. */
const A_WHILE = 600_000;

export async function openLaboratory(): Promise<Laboratory> {
  const world = await startChaosWorld();
  const reader = accountReader(world);

  async function prepare({ before, others }: Scenario): Promise<void> {
    await world.empty();
    await others?.(world.endpoint);
    for (const input of before) await world.prepared((run) => deploy(input, run));
    world.pass(A_WHILE);
  }

  async function account({ compared }: Scenario): Promise<unknown> {
    world.pass(A_WHILE);
    const found: Account = await reader.read();
    return compared ? compared(found) : found;
  }

  return {
    world,
    async clean(scenario) {
      await prepare(scenario);
      const calls = await world.undisturbed(scenario.work);
      if (scenario.instead) await world.undisturbed(scenario.instead);
      return { calls, account: await account(scenario) };
    },
    async examine(scenario, clean, point) {
      await prepare(scenario);
      const call = await world.struck(scenario.work, point.fault, point.nth);
      const verdict = { ...point, ...(call !== undefined && { call }) };
      if (point.fault.startsWith('killed')) world.pass(A_WHILE);
      try {
        await world.undisturbed(scenario.instead ?? scenario.work);
        const found = await account(scenario);
        if (!isDeepStrictEqual(found, clean.account)) {
          return { ...verdict, problem: `another account: ${differences(clean.account, found).join('; ')}` };
        }
        let left: readonly string[] = [];
        await world.undisturbed(async (run) => (left = await scenario.left(run)));
        return left.length > 0 ? { ...verdict, problem: `still to do: ${left.join(', ')}` } : verdict;
      } catch (error) {
        return { ...verdict, problem: `the next run failed: ${String(error)}` };
      }
    },
    async close() {
      reader.close();
      await world.close();
    },
  };
}

const SHOWN = 5;

/** Returns the first few differences of two documents, as `path: this ≠ that`. */
export function differences(wanted: unknown, found: unknown, path = ''): string[] {
  if (isDeepStrictEqual(wanted, found)) return [];
  const structured = [wanted, found].every((value) => typeof value === 'object' && value !== null);
  if (!structured) return [`${path}: ${JSON.stringify(wanted)} ≠ ${JSON.stringify(found)}`];
  const [a, b] = [wanted, found] as [Record<string, unknown>, Record<string, unknown>];
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names.flatMap((name) => differences(a[name], b[name], `${path}/${name}`)).slice(0, SHOWN);
}
