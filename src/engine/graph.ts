/** The order of work: which resources must be in place before which, and running tasks in that order. Pure orchestration. */
import { isInterruption } from './interruption.ts';
import { isRef, type Ref, type Resource } from './resource.ts';

/** All references inside a value, however deep. */
export function refsIn(value: unknown): Ref[] {
  if (isRef(value)) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(refsIn);
}

/** Ids that the resource needs in place first, each once. */
export function dependenciesOf(resource: Resource): string[] {
  return [...new Set([...refsIn(resource.properties).map(({ $ref }) => $ref), ...(resource.after ?? [])])];
}

/** For each resource, what must come before it. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * The graph of a complete set of resources. Throws on duplicate ids, unknown references and cycles: those are mistakes of
 * the program, not of the user.
 */
export function graphOf(resources: readonly Resource[]): Graph {
  const ids = new Set(resources.map(({ id }) => id));
  for (const resource of resources) {
    const unknown = dependenciesOf(resource).find((id) => !ids.has(id));
    if (unknown !== undefined) throw new Error(`${resource.id} needs ${unknown}, which is not among the resources`);
  }
  return graphWithin(resources);
}

/** The same for some resources out of a set: what they need from outside is taken to be there. */
export function graphWithin(resources: readonly Resource[]): Graph {
  const ids = new Set<string>();
  for (const { id } of resources) {
    if (ids.has(id)) throw new Error(`two resources have the id ${id}`);
    ids.add(id);
  }
  const graph = new Map(
    resources.map((resource) => [resource.id, dependenciesOf(resource).filter((id) => ids.has(id))]),
  );
  topologicalOrder(graph);
  return graph;
}

/** Ids so that each comes after what it needs; otherwise in the order given. Throws on a cycle, naming it. */
export function topologicalOrder(graph: Graph): string[] {
  const ordered: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  function visit(id: string, path: readonly string[]): void {
    if (state.get(id) === 'done') return;
    if (state.get(id) === 'open') throw new Error(`a cycle: ${[...path.slice(path.indexOf(id)), id].join(' → ')}`);
    state.set(id, 'open');
    for (const dependency of graph.get(id) ?? []) visit(dependency, [...path, id]);
    state.set(id, 'done');
    ordered.push(id);
  }
  for (const id of graph.keys()) visit(id, []);
  return ordered;
}

/** The same graph with every arrow turned round: for taking things down. */
export function reversed(graph: Graph): Graph {
  const turned = new Map<string, string[]>([...graph.keys()].reverse().map((id) => [id, []]));
  for (const [id, dependencies] of graph) {
    for (const dependency of dependencies) turned.get(dependency)?.push(id);
  }
  return turned;
}

export interface RunResult {
  readonly done: string[];
  readonly failed: { resource: string; error: unknown }[];
  /** Never begun, because something failed or the run was interrupted. */
  readonly notStarted: string[];
  /** Begun, and cut short by the interruption. */
  readonly cutShort: string[];
}

/** What is left of a task that others need not wait for. */
export type Rest = () => Promise<void>;

/**
 * Runs a task for each id, as soon as those before it are done, all that are ready at once. A task may return a rest, which
 * runs while those after it begin. After a failure or an abort nothing new is begun; what is under way is left to finish.
 * Never throws for a task's error.
 */
export async function runInOrder(
  graph: Graph,
  task: (id: string) => Promise<Rest | undefined>,
  signal?: AbortSignal,
): Promise<RunResult> {
  const waitingFor = new Map([...graph].map(([id, dependencies]) => [id, new Set(dependencies)]));
  const result: RunResult = { done: [], failed: [], notStarted: [], cutShort: [] };
  const running = new Set<string>();
  let wake: (() => void) | undefined;

  async function run(id: string): Promise<void> {
    running.add(id);
    try {
      const rest = await task(id);
      for (const needed of waitingFor.values()) needed.delete(id);
      wake?.();
      await rest?.();
      result.done.push(id);
    } catch (error) {
      if (isInterruption(error, signal)) result.cutShort.push(id);
      else result.failed.push({ resource: id, error });
    } finally {
      running.delete(id);
      wake?.();
    }
  }

  for (;;) {
    if (result.failed.length === 0 && !signal?.aborted) {
      for (const [id, needed] of waitingFor) {
        if (needed.size > 0) continue;
        waitingFor.delete(id);
        void run(id);
      }
    }
    if (running.size === 0) break;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  result.notStarted.push(...waitingFor.keys());
  return result;
}
