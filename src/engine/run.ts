/**
 * The parts that every phase of the engine works with: the kinds, the clock, the signal that ends the run, and the
 * listener for events.
 */
import type { Clock } from '../clock.ts';
import type { ReportEvent } from './events.ts';
import { isInterruption } from './interruption.ts';
import type { Kind, KindContext, Resource } from './resource.ts';

export interface Run {
  /** The kinds, by `Kind.kind`. */
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly clock: Clock;
  /** Aborted by Ctrl-C: nothing new begins, and waits end. */
  readonly signal: AbortSignal;
  readonly report: ReportEvent;
}

export function kindOf(run: Run, resource: Resource): Kind {
  const kind = run.kinds.get(resource.kind);
  if (!kind) throw new Error(`${resource.id} is of the unknown kind ${resource.kind}`);
  return kind;
}

type Named = Pick<Resource, 'id' | 'kind' | 'name'>;

/** The members of an event that name a resource. */
export function resourceOf({ id, kind, name }: Named): { resource: string; kind: string; name: string } {
  return { resource: id, kind, name };
}

export function contextOf(run: Pick<Run, 'signal' | 'report'>, resource: Named): KindContext {
  return {
    signal: run.signal,
    note: (text) => run.report({ type: 'resource.waiting', ...resourceOf(resource), text }),
  };
}

/** An interruption is not a failure of the resource, so it is not reported as one. */
export function reportFailure(resource: Resource, error: unknown, started: number, run: Run): void {
  if (isInterruption(error, run.signal)) return;
  run.report({ type: 'resource.failed', ...resourceOf(resource), error, ms: run.clock.now() - started });
}
