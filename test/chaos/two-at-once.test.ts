/**
 * Two deploys of one stage at the same moment, with different code and plans, have one result, which is what one of
 * them wanted.
 */
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApikitError } from '../../src/errors.ts';
import { withoutPast } from '../properties/comparable.ts';
import { type AccountReader, accountReader } from './account.ts';
import { type ChaosWorld, startChaosWorld } from './chaos-world.ts';
import { steadyDice } from './dice.ts';
import { BASE, CHANGES, type StageInput } from './stage-project.ts';
import { deploy, planned, type StageRun } from './stage-runs.ts';

/** `npm run chaos` uses a hundred. */
const TIMES = Number(process.env.CHAOS_TIMES ?? 3);
const A_WHILE = 600_000;

const LEFT = CHANGES['plan added']!(CHANGES.code!(BASE));
const RIGHT = CHANGES['table added']!(CHANGES.environment!(CHANGES.contract!(BASE)));

let world: ChaosWorld;
let reader: AccountReader;
let dice: { restore(): void };

beforeAll(async () => {
  dice = steadyDice();
  world = await startChaosWorld();
  reader = accountReader(world);
});
afterAll(async () => {
  reader.close();
  await world.close();
  dice.restore();
});

async function account(input: StageInput): Promise<unknown> {
  world.pass(A_WHILE);
  return withoutPast(await reader.read(), input.config);
}

async function alone(input: StageInput, before: readonly StageInput[]): Promise<unknown> {
  await world.empty();
  for (const each of [...before, input]) await world.prepared((run) => deploy(each, run));
  return await account(input);
}

/** Runs both at once, the second one some turns of the event loop later; resolves with the result of each. */
async function race(run: StageRun, turns: number): Promise<PromiseSettledResult<unknown>[]> {
  const left = deploy(LEFT, run);
  left.catch(() => undefined);
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  return await Promise.allSettled([left, deploy(RIGHT, run)]);
}

const isLocked = (result: PromiseSettledResult<unknown>) =>
  result.status === 'rejected' && result.reason instanceof ApikitError && result.reason.code === 'Locked';

describe.each([
  ['of a new stage', []],
  ['of an existing stage', [BASE]],
])('two deploys at once %s', (_, before) => {
  it(
    `leave the complete state of one of them, ${TIMES} times`,
    async () => {
      const wanted = [await alone(LEFT, before), await alone(RIGHT, before)];
      for (let time = 0; time < TIMES; time += 1) {
        await world.empty();
        for (const input of before) await world.prepared((run) => deploy(input, run));
        let results: PromiseSettledResult<unknown>[] = [];
        await world.undisturbed(async (run) => (results = await race(run, time * 3)));
        const winners = results.flatMap((result, index) => (result.status === 'fulfilled' ? [index] : []));
        expect(winners.length, String(results.map((result) => 'reason' in result && result.reason))).toBeGreaterThan(0);
        for (const result of results) expect(result.status === 'fulfilled' || isLocked(result)).toBe(true);
        const inputs = [LEFT, RIGHT];
        const found = await Promise.all(winners.map((index) => account(inputs[index]!)));
        // If both did it, one after the other, the later one decides.
        const matching = winners.filter((index, place) => isDeepStrictEqual(found[place], wanted[index]));
        if (matching.length === 0) expect(found[0]).toEqual(wanted[winners[0]!]);
      }
    },
    TIMES * 60_000,
  );

  it(
    `end one after the other with --wait, ${TIMES} times`,
    async () => {
      for (let time = 0; time < TIMES; time += 1) {
        await world.empty();
        for (const input of before) await world.prepared((run) => deploy(input, run));
        let results: PromiseSettledResult<unknown>[] = [];
        await world.undisturbed(async (run) => (results = await race({ ...run, wait: '30m' }, time * 3)));
        // The one that waited reads again, and may find that its plan would now delete something that it did not say.
        for (const result of results) {
          if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'ChangedMeanwhile' });
        }
        expect(results.some(({ status }) => status === 'fulfilled')).toBe(true);
        world.pass(A_WHILE);
        const left: string[][] = [];
        for (const input of [LEFT, RIGHT])
          await world.undisturbed(async (run) => void left.push(await planned(input, run)));
        expect(left).toContainEqual([]);
      }
    },
    TIMES * 60_000,
  );
});
