/** Tests mutual exclusion with all schedules; docs/adr/0013-the-lock-is-a-conditional-write.md has the argument. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEASE } from '../../../src/aws/lock/lock-item.ts';
import { everySchedule, runSchedule, type Scenario } from './lock-model.ts';

const CALM: Scenario = { contenders: 2, deaths: 0, jumps: [] };
/** ms. Two runs know AWS's time to a second or two. */
const CERTAINLY = LEASE + 3_000;

describe('in every order of events', () => {
  it('one of three concurrent runs takes the lock, and no two hold it together', async () => {
    const { outcomes } = await everySchedule({ ...CALM, contenders: 3 });
    expect([...outcomes]).toContain('done refused refused');
    expect([...outcomes].every((all) => all.includes('done'))).toBe(true);
  });

  it('lost responses and repeated calls do not change that', async () => {
    const { outcomes } = await everySchedule({ ...CALM, repeats: 2 });
    expect([...outcomes].every((all) => all.includes('done'))).toBe(true);
  });

  it('a missing table that several of them create does not change that', async () => {
    const { outcomes } = await everySchedule({ ...CALM, noTable: true });
    expect([...outcomes]).toEqual(expect.arrayContaining(['done refused', 'done done']));
  });

  it('one of two takes over from a dead holder, and a death during that blocks nobody for good', async () => {
    const { outcomes } = await everySchedule({ ...CALM, deaths: 1, deadHolder: CERTAINLY });
    expect([...outcomes]).toEqual(expect.arrayContaining(['done refused', 'died done', 'died refused']));
  });

  it('nobody takes over from a holder whose lease may not have expired', async () => {
    expect([...(await everySchedule({ ...CALM, deadHolder: LEASE })).outcomes]).toEqual(['refused refused']);
  });

  it('a run that paused for longer than a lease does not act on what it read before', async () => {
    const { outcomes } = await everySchedule({ ...CALM, jumps: [CERTAINLY], deadHolder: CERTAINLY });
    expect([...outcomes]).toEqual(expect.arrayContaining(['done lost', 'done refused']));
  });

  it('on one machine, one takes over from another that died without a wait, at any step', async () => {
    const { outcomes } = await everySchedule({ ...CALM, deaths: 1, oneMachine: true, deadHolder: 0 });
    expect([...outcomes]).toEqual(expect.arrayContaining(['died done', 'done done', 'done refused']));
  });

  it.each([1, 2])(
    'an item that %i of two runs delete with the stage does not mislead the others',
    async (destroyers) => {
      const { outcomes } = await everySchedule({ ...CALM, destroyers, deployed: true, repeats: 1 });
      expect([...outcomes]).toEqual(expect.arrayContaining(['done done', 'done refused']));
    },
  );

  it('nobody takes over before the holder has noticed that it could not renew', async () => {
    await everySchedule({ ...CALM, jumps: [LEASE - 1000] });
  });
});

it('the lock holds for three runs, two deaths, a destroy, unlocks by hand, lost responses and passing time', async () => {
  const jump = fc.constantFrom(5_000, 31_000, 60_000, 95_000, LEASE, LEASE * 3);
  const scenario = fc.record({
    contenders: fc.constantFrom(2, 3),
    deaths: fc.constantFrom(0, 1, 2),
    jumps: fc.array(jump, { maxLength: 4 }),
    unlock: fc.boolean(),
    repeats: fc.constantFrom(0, 1, 2),
    oneMachine: fc.boolean(),
    destroyers: fc.constantFrom(0, 1, 2),
    deployed: fc.boolean(),
    noTable: fc.boolean(),
  });
  const property = fc.asyncProperty(scenario, fc.infiniteStream(fc.nat()), async (world, choices) => {
    // A table that does not exist has no trace of a stage.
    const deployed = world.deployed && !world.noTable;
    await runSchedule({ ...world, deployed }, (options) => (choices.next().value as number) % options);
  });
  await fc.assert(property, { numRuns: 3000 });
});
