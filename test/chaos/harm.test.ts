/**
 * No deploy harms the live release: at every moment of every change that removes something, each operation of the live
 * stage responds as before the deploy or as after it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_AT_ONCE, SERVED, type Served, TAKEN_AWAY } from './served-project.ts';
import { type Answers, type ServingWorld, startServingWorld } from './serving-world.ts';

/** `npm run chaos` tests each change separately, and refuses each of its writes. */
const WHOLE = process.env.CHAOS_TIMES !== undefined;
const CHANGES = WHOLE
  ? { 'all at once': ALL_AT_ONCE, ...TAKEN_AWAY }
  : { 'all at once': ALL_AT_ONCE, 'a table renamed': TAKEN_AWAY['a table renamed'] };
/** A deploy may end without these calls. */
const REFUSED = ['apigateway.PutRestApi', 'apigateway.UpdateStage'];

let world: ServingWorld;

beforeAll(async () => {
  world = await startServingWorld();
});
afterAll(async () => await world.close());

const changes = Object.entries(CHANGES).map(([name, change]): [string, Served] => [
  name,
  { ...SERVED, version: 2, ...change },
]);

/** Returns the operations that responded neither as before nor as after. */
function harmed(found: Answers, ...right: readonly Answers[]): string[] {
  return Object.keys(found)
    .filter((path) => !right.some((answers) => answers[path] === found[path]))
    .map((path) => `${path}: ${found[path]}`);
}

it('every operation responds as its protection requires', async () => {
  const answers = await world.begin();
  expect(Object.values(answers).every((answer) => answer.startsWith('200 1'))).toBe(true);
});

describe.each(changes)('%s', (_, changed) => {
  it('responds at every moment', async () => {
    const before = await world.begin();
    const moments = await world.watched(changed);
    const after = await world.answers();
    expect(moments.length).toBeGreaterThan(5);
    expect(after['/open']).toBe('200 2');
    for (const moment of moments) {
      const where = `before ${moment.before}`;
      expect(harmed(moment.answers, before, after), where).toEqual([]);
      // While the release before serves, everything that it has beside its answers exists, too.
      if (moment.answers['/open'] === '200 1') expect(moment.problems, where).toEqual([]);
    }
    expect(await world.left(changed)).toEqual([]);
  });

  it('responds when the change fails, and the change succeeds the next time', async () => {
    await world.begin();
    const writes = await world.undisturbed(changed);
    const after = await world.answers();
    for (const operation of WHOLE ? writes : REFUSED) {
      const before = await world.begin();
      await world.refused(changed, operation);
      const found = await world.answers();
      expect(harmed(found, found['/open'] === '200 1' ? before : after), operation).toEqual([]);
      if (found['/open'] === '200 1') expect(await world.problems(), operation).toEqual([]);
      await world.undisturbed(changed);
      expect(await world.answers(), `after ${operation}`).toEqual(after);
      expect(await world.left(changed), `after ${operation}`).toEqual([]);
    }
  }, 600_000);
});
