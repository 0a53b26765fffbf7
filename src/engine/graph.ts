/**
 * The order of work: which resources each resource depends on, and running tasks in that order. Knows nothing about
 * AWS.
 */
import { isInterruption } from './interruption.ts';
import { isRef, type Ref, type Resource } from './resource.ts';

/** All references inside a value, however deep. */
export function refsIn(value: unknown): Ref[] {
  if (isRef(value)) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(refsIn);
}

/** The IDs of the resources that this one depends on, each once. */
export function dependenciesOf(resource: Resource): string[] {
  return [...new Set([...refsIn(resource.properties).map(({ $ref }) => $ref), ...(resource.after ?? [])])];
}

/** The IDs that each ID depends on. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * The graph of a complete set of resources. Throws on duplicate IDs, unknown references and cycles: those are mistakes
 * of the program, not of the user.
 */
export function graphOf(resources: readonly Resource[]): Graph {
  const ids = new Set(resources.map(({ id }) => id));
  for (const resource of resources) {
    const unknown = dependenciesOf(resource).find((id) => !ids.has(id));
    if (unknown !== undefined) throw new Error(`${resource.id} needs ${unknown}, which is not among the resources`);
  }
  return subgraph(resources);
}

/** The graph of a part of the resources. Dependencies outside of it are taken to exist. */
export function subgraph(resources: readonly Resource[]): Graph {
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

/**
 * Returns the IDs so that each comes after its dependencies, and otherwise in the order given. Throws on a cycle and
 * names it.
 */
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

/** The graph with every arrow reversed, for removal. */
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
  /** IDs whose task did not start, because another one failed or the run was interrupted. */
  readonly notStarted: string[];
  /** IDs whose task the interruption cut short. */
  readonly cutShort: string[];
}

/** The part of a task that other tasks need not wait for. */
export type Continuation = () => Promise<void>;

/**
 * Runs the task of each ID as soon as the tasks before it are done, and all that are ready at once. A task may return a
 * rest, which runs while the next tasks begin. After a failure or an abort no new task begins, and those that run are
 * completed. Never throws the error of a task.
 */
export async function runInOrder(
  graph: Graph,
  task: (id: string) => Promise<Continuation | undefined>,
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
