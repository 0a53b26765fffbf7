/** A small world of things in memory, with one kind for them, for tests of the engine. */
import type { EngineEvent } from '../../src/engine/events.ts';
import { isRef, type Kind, type Observed, type Properties, type Resource } from '../../src/engine/resource.ts';
import type { Run } from '../../src/engine/run.ts';

export interface Thing {
  /** The value changes when the thing changes, as the deployment id of a release does. */
  version: number;
  properties: Properties;
  owned: boolean;
}

export interface World {
  things: Map<string, Thing>;
  /**
   * `read a`, `start a b` (`b`: the value of `with` then), `apply a`, `finish a`, `remove a`, in the order in which
   * they began.
   */
  log: string[];
  /** Names whose writes fail. */
  broken: Set<string>;
  /** Names whose writes wait until the run is interrupted. */
  waits: Set<string>;
  /** The work of `finish` for a resource of the kind `slow`. */
  finishing(): Promise<void>;
  events: EngineEvent[];
  run: Run;
  now: number;
  controller: AbortController;
}

export function createWorld(initial: Record<string, Partial<Thing>> = {}): World {
  const controller = new AbortController();
  const world: World = {
    things: new Map(
      Object.entries(initial).map(([name, thing]) => [name, { version: 1, properties: {}, owned: true, ...thing }]),
    ),
    log: [],
    broken: new Set(),
    waits: new Set(),
    finishing: async () => undefined,
    events: [],
    now: 1_000_000,
    controller,
    run: {
      kinds: new Map(),
      clock: { now: () => world.now, sleep: async () => undefined },
      signal: controller.signal,
      report: (event) => world.events.push(event),
    },
  };
  const kinds = [thingKind(world), slowKind(world)];
  world.run = { ...world.run, kinds: new Map(kinds.map((kind) => [kind.kind, kind])) };
  return world;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function observedOf(name: string, thing: Thing): Observed {
  return {
    attributes: { arn: `arn:${name}`, name, version: thing.version },
    properties: thing.properties,
    owned: thing.owned,
  };
}

function thingKind(world: World): Kind {
  return {
    kind: 'thing',
    rights: [],
    async read({ name }) {
      world.log.push(`read ${name}`);
      await turn();
      const thing = world.things.get(name);
      return thing && observedOf(name, thing);
    },
    diff(desired, observed) {
      const keys = new Set([...Object.keys(desired.properties), ...Object.keys(observed.properties)]);
      return [...keys]
        .filter(
          (key) =>
            isRef(desired.properties[key]) ||
            JSON.stringify(desired.properties[key]) !== JSON.stringify(observed.properties[key]),
        )
        .map((key) => ({
          path: key,
          from: observed.properties[key],
          to: desired.properties[key],
          ...(key === 'fixed' && { replace: true }),
        }));
    },
    async apply({ name, properties }, _observed, { signal }) {
      world.log.push(`apply ${name}`);
      await turn();
      if (world.waits.has(name)) {
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      }
      if (world.broken.has(name)) throw new Error(`${name} is broken`);
      const thing = { version: (world.things.get(name)?.version ?? 0) + 1, properties, owned: true };
      world.things.set(name, thing);
      return observedOf(name, thing);
    },
    async remove({ name }) {
      world.log.push(`remove ${name}`);
      await turn();
      if (world.broken.has(name)) throw new Error(`${name} is broken`);
      world.things.delete(name);
    },
  };
}

/**
 * A kind of things that others can use before they are finished, that are read with `by` alone, and that begin early.
 */
function slowKind(world: World): Kind {
  return {
    ...thingKind(world),
    kind: 'slow',
    readsBy: ['by'],
    headStart: {
      by: 'by',
      async begin({ name, properties }) {
        world.log.push(`start ${name} ${isRef(properties.with) ? 'unknown' : properties.with}`);
        await turn();
        world.log.push(`started ${name}`);
      },
    },
    async finish({ name }) {
      world.log.push(`finish ${name}`);
      await world.finishing();
    },
  };
}

export function thing(id: string, properties: Properties = {}, more: Partial<Resource> = {}): Resource {
  return { id, kind: 'thing', name: id, properties, ...more };
}
