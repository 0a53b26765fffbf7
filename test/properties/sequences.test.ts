/** The resources of a stage depend only on the project as it is now, not on earlier versions of it. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRead } from '../../src/aws/sdk/call-counter.ts';
import { type AccountReader, accountReader } from '../chaos/account.ts';
import { type ChaosWorld, startChaosWorld } from '../chaos/chaos-world.ts';
import { deploy } from '../chaos/stage-runs.ts';
import { withoutPast } from './comparable.ts';
import { stageInput } from './stage-inputs.ts';

/** `PROPERTY_RUNS=200 npx vitest run test/properties` tries more. */
const numRuns = Number(process.env.PROPERTY_RUNS ?? 8);
const A_WHILE = 600_000;

let world: ChaosWorld;
let reader: AccountReader;

beforeAll(async () => {
  world = await startChaosWorld();
  reader = accountReader(world);
});
afterAll(async () => {
  reader.close();
  await world.close();
});

async function deployInTurn(inputs: readonly Parameters<typeof deploy>[0][]): Promise<unknown> {
  await world.empty();
  for (const input of inputs) {
    await world.prepared((run) => deploy(input, run));
    world.pass(A_WHILE);
  }
  return withoutPast(await reader.read(), inputs.at(-1)!.config);
}

describe('any sequence of configurations', () => {
  it(
    'ends in the same account as the last one alone',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(stageInput, { minLength: 2, maxLength: 4 }), async (inputs) => {
          const inTurn = await deployInTurn(inputs);
          expect(inTurn).toEqual(await deployInTurn(inputs.slice(-1)));
        }),
        { numRuns, seed: 3, endOnFailure: numRuns < 20 },
      );
    },
    numRuns * 60_000,
  );

  it(
    'writes nothing when any of them is deployed twice',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(stageInput, { minLength: 1, maxLength: 3 }), async (inputs) => {
          await deployInTurn(inputs);
          const calls = await world.undisturbed((run) => deploy(inputs.at(-1)!, run));
          expect(calls.filter((call) => !isRead(call.split('.')[1]!))).toEqual([]);
        }),
        { numRuns, seed: 7, endOnFailure: numRuns < 20 },
      );
    },
    numRuns * 60_000,
  );
});
