import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphOf, reversed, runInOrder, subgraph, topologicalOrder } from '../../src/engine/graph.ts';
import { ref } from '../../src/engine/resource.ts';
import { thing } from './memory-world.ts';

/** Any graph without cycles: each node may need nodes of lower number. */
const acyclic = fc
  .array(fc.array(fc.nat()), { maxLength: 12 })
  .map((needs) => new Map(needs.map((list, i) => [`${i}`, i === 0 ? [] : [...new Set(list.map((n) => `${n % i}`))]])));

describe('the graph', () => {
  it('follows references at any depth, and `after`', () => {
    const graph = graphOf([
      thing('a'),
      thing('b', { list: [{ deep: ref('a', 'arn') }] }),
      thing('c', {}, { after: ['b'] }),
    ]);
    expect(Object.fromEntries(graph)).toEqual({ a: [], b: ['a'], c: ['b'] });
  });

  it('names the resources of a cycle', () => {
    const build = () => graphOf([thing('a', { x: ref('b', 'arn') }), thing('b', { x: ref('a', 'arn') })]);
    expect(build).toThrow('a → b → a');
  });

  it('rejects an unknown reference in a whole graph, and accepts it in a part', () => {
    const part = [thing('a', { x: ref('elsewhere', 'arn') })];
    expect(() => graphOf(part)).toThrow('a needs elsewhere');
    expect(subgraph(part).get('a')).toEqual([]);
  });

  it('orders every graph so that each resource comes after its needs, and the reverse', () => {
    fc.assert(
      fc.property(acyclic, (graph) => {
        for (const [ordered, forwards] of [
          [topologicalOrder(graph), true],
          [topologicalOrder(reversed(graph)), false],
        ] as const) {
          expect([...ordered].sort()).toEqual([...graph.keys()].sort());
          for (const [id, needs] of graph) {
            for (const need of needs) expect(ordered.indexOf(need) < ordered.indexOf(id)).toBe(forwards);
          }
        }
      }),
    );
  });

  it('runs everything once, nothing before its needs, and stops after a failure', async () => {
    await fc.assert(
      fc.asyncProperty(acyclic, fc.nat(15), async (graph, failing) => {
        const finished = new Set<string>();
        const result = await runInOrder(graph, async (id) => {
          for (const need of graph.get(id) ?? []) expect(finished).toContain(need);
          await Promise.resolve();
          if (id === `${failing}`) throw new Error('no');
          finished.add(id);
        });
        const all = [...result.done, ...result.failed.map(({ resource }) => resource), ...result.notStarted];
        expect(all.sort()).toEqual([...graph.keys()].sort());
        expect(result.failed.length).toBe(graph.has(`${failing}`) ? 1 : 0);
        if (result.failed.length === 0) expect(result.notStarted).toEqual([]);
      }),
    );
  });

  it('starts independent resources at once', async () => {
    const begun: string[] = [];
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const running = runInOrder(
      new Map([
        ['a', []],
        ['b', []],
        ['c', ['a', 'b']],
      ]),
      async (id) => {
        begun.push(id);
        await gate;
      },
    );
    await Promise.resolve();
    expect(begun).toEqual(['a', 'b']);
    open();
    expect((await running).done).toEqual(['a', 'b', 'c']);
  });
});
