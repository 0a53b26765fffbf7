/** Reports a problem that several stages share once, at the place of its setting. Pure. */
import type { Path, Problem } from './problem.ts';
import type { Source } from './source.ts';

export interface ReportOptions {
  /** The default is error. */
  readonly severity?: 'error' | 'warning';
  /** The subject of a problem whose message differs between stages. It is the same text for all of them. */
  readonly about?: string;
  /**
   * The excess over a limit. The worst stage is reported, so that its correction suffices for all. The default is 0.
   */
  readonly excess?: number;
  /** The member that is missing. If it is written, its value has a problem of its own, and only that is reported. */
  readonly missing?: string;
}

/** Reports one problem; `path` is within the stage's section. */
export type ReportProblem = (path: Path, message: string, fix: string, options?: ReportOptions) => void;

interface ReportedProblem {
  readonly problem: Problem;
  readonly stage: string;
  readonly excess: number;
  readonly others: readonly string[];
}

/** Collects the problems of all stages. */
export class StageReports {
  readonly #source: Source;
  readonly #told = new Map<string, ReportedProblem>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** Points at the setting in the first of the `sections` under `stages` that has it, or else in the project. */
  of(stage: string, sections: readonly string[]): ReportProblem {
    return (path, message, fix, { severity = 'error', about = message, excess = 0, missing } = {}) => {
      const places = sections.map((section): Path => ['stages', section, ...path]);
      const isWritten = (member: string) => [...places, path].some((at) => has(this.#source.data, [...at, member]));
      if (missing !== undefined && isWritten(missing)) return;
      const where = places.find((place) => has(this.#source.data, place)) ?? path;
      const problem = this.#source.problem(where, message, fix, { severity });
      const key = JSON.stringify([where, about]);
      const now: ReportedProblem = { problem, stage, excess, others: [] };
      this.#told.set(key, worse(this.#told.get(key), now));
    };
  }

  /** Returns the problems. A message about one stage also names the other stages with the same problem. */
  problems(): Problem[] {
    return [...this.#told.values()].map(({ problem, others }) =>
      others.length === 0 ? problem : { ...problem, message: `${problem.message} ${sameIn(others)}` },
    );
  }
}

function worse(before: ReportedProblem | undefined, now: ReportedProblem): ReportedProblem {
  if (before === undefined) return now;
  const [told, other] = now.excess > before.excess ? [now, before] : [before, now];
  const stages = new Set([...before.others, ...now.others, other.stage]);
  stages.delete(told.stage);
  return { ...told, others: other.problem.message === told.problem.message ? told.others : [...stages] };
}

/** For example `The same is true of stages a and b.` */
export function sameIn(stages: readonly string[]): string {
  const names = stages.length === 1 ? stages[0] : `${stages.slice(0, -1).join(', ')} and ${stages.at(-1)}`;
  return `The same is true of stage${stages.length === 1 ? '' : 's'} ${names}.`;
}

function has(data: unknown, path: Path): boolean {
  let value = data;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return false;
    value = (value as Record<string | number, unknown>)[part];
  }
  return true;
}
