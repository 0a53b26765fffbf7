/**
 * A short form of the chaos suite: each write in the life of a stage meets one of the faults. `npm run chaos` runs all
 * of it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRead } from '../../src/aws/sdk/call-counter.ts';
import { type Laboratory, openLaboratory, type Point } from './chaos.ts';
import { FAULTS } from './chaos-world.ts';
import { steadyDice } from './dice.ts';
import {
  BARE,
  CANARY,
  DESTROY_WITH_DATA,
  EVERYTHING,
  FIRST,
  FUNCTION_URL,
  HTTP_API,
  INDEXED,
  PROMOTE,
  PRUNE,
  RESTORE,
  ROLLBACK,
  type Scenario,
  WATCHED,
} from './scenarios.ts';
import { BASE, CHANGES } from './stage-project.ts';
import { deploy } from './stage-runs.ts';

let laboratory: Laboratory;
let dice: { restore(): void };

beforeAll(async () => {
  dice = steadyDice();
  laboratory = await openLaboratory();
});
afterAll(async () => {
  await laboratory.close();
  dice.restore();
});

/** Returns every `step`th write, with another fault each time. */
function sample(calls: readonly string[], step: number): Point[] {
  const writes = calls.flatMap((call, index) => (isRead(call.split('.')[1]!) ? [] : [index + 1]));
  return writes
    .filter((_, index) => index % step === 0)
    .map((nth, index) => ({ nth, fault: FAULTS[index % FAULTS.length]! }));
}

describe('one fault, and the same command again', () => {
  it.each<[string, Scenario, number]>([
    ['a first deploy', FIRST, 3],
    ['a first deploy of an HTTP API', HTTP_API, 2],
    ['a first deploy of a function URL', FUNCTION_URL, 2],
    ['an update of everything', EVERYTHING, 4],
    ['an update of a table', INDEXED, 2],
    ['a table that wants less', BARE, 1],
    ['a rollback', ROLLBACK, 1],
    ['a canary', CANARY, 1],
    ['a canary that is watched', WATCHED, 2],
    ['a promotion', PROMOTE, 1],
    ['a restore and a switch', RESTORE, 1],
    ['a destroy', DESTROY_WITH_DATA, 2],
    ['a prune', PRUNE, 3],
  ])('%s ends in the same account', async (_, scenario, step) => {
    const clean = await laboratory.clean(scenario);
    const points = sample(clean.calls, step);
    expect(points.length).toBeGreaterThanOrEqual(4);
    for (const point of points) {
      const { problem, call } = await laboratory.examine(scenario, clean, point);
      expect(problem, `${point.fault} at call ${point.nth} (${call})`).toBeUndefined();
    }
  });
});

describe('the proof itself', () => {
  it('would detect what an interrupted run had left behind', async () => {
    const { account } = await laboratory.clean(FIRST);
    const stray = { ...FIRST, before: [CHANGES['plan added']!(CHANGES.tags!(BASE))] };
    await laboratory.world.undisturbed((run) => deploy(CHANGES.code!(BASE), run));
    const other = await laboratory.clean({ ...stray, work: async () => undefined });
    expect(other.account).not.toEqual(account);
  });

  it('kills for good: no later call of a killed run arrives', async () => {
    const { world } = laboratory;
    await world.empty();
    await world.struck((run) => deploy(BASE, run), 'killed before', 1);
    const made = await laboratory.clean({ ...FIRST, work: async () => undefined });
    await world.empty();
    expect(await laboratory.clean({ ...FIRST, work: async () => undefined })).toEqual(made);
  });
});
