/** Mutual exclusion, proved by trying: docs/adr/0005-the-lock.md has the argument. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEASE } from '../../../src/aws/lock/lock-log.ts';
import { everySchedule, runSchedule, type Scenario } from './lock-model.ts';

const CALM: Scenario = { contenders: 2, deaths: 0, jumps: [] };

describe('in every order of events', () => {
  it('one of three that come at once takes the lock, and none holds it with another', async () => {
    const { schedules, outcomes } = await everySchedule({ ...CALM, contenders: 3 });
    expect(schedules).toBeGreaterThan(1000);
    expect([...outcomes]).toContain('done refused refused');
    expect([...outcomes].every((all) => all.includes('done'))).toBe(true);
  }, 120_000);

  it('one of two takes over from a dead holder, and a taker that dies half-way stops nobody for good', async () => {
    const { schedules, outcomes } = await everySchedule({ ...CALM, deaths: 1, deadHolder: LEASE });
    expect(schedules).toBeGreaterThan(1000);
    expect([...outcomes]).toEqual(expect.arrayContaining(['done refused', 'died done', 'died refused']));
  }, 120_000);

  it('a taker that was stopped for longer than a lease anywhere on its way does not act on what it saw', async () => {
    const { outcomes } = await everySchedule({ ...CALM, jumps: [LEASE + 1000], deadHolder: LEASE });
    expect([...outcomes]).toEqual(expect.arrayContaining(['done lost', 'done refused']));
  }, 120_000);

  it('on one machine, one takes over from another that died without waiting, wherever it died', async () => {
    const { schedules, outcomes } = await everySchedule({ ...CALM, contenders: 2, deaths: 1, oneMachine: true });
    expect(schedules).toBeGreaterThan(500);
    expect([...outcomes]).toEqual(expect.arrayContaining(['died done', 'done refused', 'done done']));
  }, 120_000);

  it.each([1, 2])(
    'a log that %i of two remove with the stage does not mislead the others',
    async (destroyers) => {
      const { schedules, outcomes } = await everySchedule({ ...CALM, destroyers, deployed: true });
      expect(schedules).toBeGreaterThan(50);
      expect([...outcomes]).toEqual(expect.arrayContaining(['done done', 'done refused']));
    },
    120_000,
  );

  it('nobody takes over before the holder has noticed that it could not renew', async () => {
    await everySchedule({ ...CALM, jumps: [LEASE - 1000] });
  }, 120_000);
});

it('holds for three contenders, two deaths, a destroy, unlocks by hand, reads that lag and time that passes, in any order', async () => {
  const jump = fc.constantFrom(5_000, 31_000, 60_000, 95_000, LEASE, LEASE * 3);
  const scenario = fc.record({
    contenders: fc.constantFrom(2, 3),
    deaths: fc.constantFrom(0, 1, 2),
    jumps: fc.array(jump, { maxLength: 4 }),
    unlock: fc.boolean(),
    staleReads: fc.constantFrom(0, 1, 2),
    oneMachine: fc.boolean(),
    destroyers: fc.constantFrom(0, 1, 2),
    deployed: fc.boolean(),
  });
  const property = fc.asyncProperty(scenario, fc.infiniteStream(fc.nat()), async (world, choices) => {
    await runSchedule(world, (options) => (choices.next().value as number) % options);
  });
  await fc.assert(property, { numRuns: 5000 });
}, 120_000);
