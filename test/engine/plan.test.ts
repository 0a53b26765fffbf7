import { describe, expect, it } from 'vitest';
import { wouldReplace } from '../../src/aws/kinds/would-replace.ts';
import { apply } from '../../src/engine/apply.ts';
import { observe } from '../../src/engine/observe.ts';
import { type PlanOptions, pending, plan, planRemoval } from '../../src/engine/plan.ts';
import { type Resource, ref } from '../../src/engine/resource.ts';
import { createWorld, thing, type World } from './memory-world.ts';

async function planned(world: World, desired: Resource[], options: Partial<PlanOptions> = {}) {
  const observation = await observe([...desired, ...(options.orphans ?? [])], world.run);
  return plan(desired, observation, { kinds: world.run.kinds, wouldReplace, ...options });
}

const actions = (steps: { resource: string; action: string }[]) => steps.map((s) => `${s.action} ${s.resource}`);

describe('plan', () => {
  it('creates missing resources, in order, and prints as JSON with references for unknown values', async () => {
    const world = createWorld({ b: { properties: { target: 'arn:old' } } });
    const result = await planned(world, [thing('b', { target: ref('a', 'arn') }), thing('a')]);
    expect(JSON.parse(JSON.stringify(result)).steps).toEqual([
      { resource: 'a', kind: 'thing', name: 'a', action: 'create', fields: [] },
      {
        resource: 'b',
        kind: 'thing',
        name: 'b',
        action: 'update',
        fields: [{ path: 'target', from: 'arn:old', to: { $ref: 'a', attribute: 'arn' } }],
      },
    ]);
  });

  it('is empty without changes', async () => {
    const world = createWorld({ a: {}, b: { properties: { target: 'arn:a', version: 1 } } });
    const desired = [thing('a'), thing('b', { target: ref('a', 'arn'), version: ref('a', 'version') })];
    expect(pending(await planned(world, desired))).toEqual([]);
  });

  it('relies on the identity of a resource that is updated in place, and on nothing else of it', async () => {
    const world = createWorld({ a: {}, b: { properties: { target: 'arn:a' } }, c: { properties: { version: 1 } } });
    const desired = [
      thing('a', { size: 2 }),
      thing('b', { target: ref('a', 'arn') }),
      thing('c', { version: ref('a', 'version') }),
    ];
    expect(actions(pending(await planned(world, desired)))).toEqual(['update a', 'update c']);
  });

  it('rejects all resources of others at once, and takes them over with adopt', async () => {
    const world = createWorld({ a: { owned: false }, b: { owned: false } });
    const desired = [thing('a'), thing('b')];
    await expect(planned(world, desired)).rejects.toMatchObject({
      code: 'NotOurs',
      message: expect.stringMatching(/thing a \(arn:a\), thing b \(arn:b\)/),
      hint: expect.stringContaining('--adopt'),
    });
    expect(actions(pending(await planned(world, desired, { adopt: true })))).toEqual(['adopt a', 'adopt b']);
  });

  it('stops at a change that is impossible in place, for own and for adopted resources', async () => {
    for (const owned of [true, false]) {
      const world = createWorld({ a: { properties: { fixed: 1, size: 1 }, owned } });
      await expect(planned(world, [thing('a', { fixed: 2, size: 2 })], { adopt: true })).rejects.toMatchObject({
        code: 'WouldReplaceTable',
        message: expect.stringContaining('thing a (fixed)'),
      });
    }
  });

  it('does not create upkeep, and updates it if a change requires it', async () => {
    const world = createWorld({ a: {} });
    const desired = [thing('a', { size: 1 }), thing('b', { of: ref('a', 'version') }, { upkeep: true })];
    const first = await observe(desired, world.run);
    const steps = plan(desired, first, { kinds: world.run.kinds, wouldReplace });
    expect(actions(pending(steps))).toEqual(['update a']);
    await apply(steps, { desired, observation: first }, world.run);
    expect(world.log).not.toContain('apply b');

    world.things.set('b', { version: 1, properties: { of: 2 }, owned: true });
    const changed = [thing('a', { size: 2 }), desired[1]!];
    const second = await observe(changed, world.run);
    await apply(
      plan(changed, second, { kinds: world.run.kinds, wouldReplace }),
      { desired: changed, observation: second },
      world.run,
    );
    expect(world.log).toContain('apply b');
  });

  it('deletes own unwanted resources at the end', async () => {
    const world = createWorld({ a: {}, old: {}, older: {}, data: {}, foreign: { owned: false } });
    const orphans = [
      thing('old'),
      thing('older', { x: ref('old', 'arn') }),
      thing('data', {}, { keep: 'data' }),
      thing('foreign'),
      thing('gone'),
    ];
    const { steps } = await planned(world, [thing('a')], { orphans });
    expect(actions(steps)).toEqual(['none a', 'none foreign', 'none data', 'delete older', 'delete old']);
    expect(steps.flatMap(({ kept }) => kept ?? [])).toEqual(['not-ours', 'data']);
  });
});

describe('planRemoval', () => {
  it('goes backwards, keeps data by default, and always keeps shared resources', async () => {
    const world = createWorld({ a: {}, b: {}, table: {}, account: {} });
    const resources = [
      thing('account', {}, { keep: 'shared' }),
      thing('table', {}, { keep: 'data' }),
      thing('a', { t: ref('table', 'arn') }),
      thing('b', {}, { after: ['a'] }),
      thing('absent'),
    ];
    const observation = await observe(resources, world.run);
    expect(actions(pending(planRemoval(resources, observation)))).toEqual(['delete b', 'delete a']);
    expect(actions(pending(planRemoval(resources, observation, { deleteData: true })))).toEqual([
      'delete b',
      'delete a',
      'delete table',
    ]);
  });

  it('names the consequences of a deletion for others, and skips upkeep', async () => {
    const world = createWorld({ a: {}, b: {} });
    const resources = [thing('a'), thing('b', {}, { upkeep: true })];
    const observation = await observe(resources, world.run);
    const a = { ...observation.observed.get('a')!, consequence: '2 keys lose access' };
    const { steps } = planRemoval(resources, {
      ...observation,
      observed: new Map([...observation.observed, ['a', a]]),
    });
    expect(steps).toEqual([
      { resource: 'a', kind: 'thing', name: 'a', fields: [], action: 'delete', consequence: '2 keys lose access' },
    ]);
  });
});
