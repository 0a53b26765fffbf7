/** The traffic shares that a canary gets one after the other. Pure. */

export interface Steps {
  /** Percentages between 0 and 100, in ascending order. */
  readonly steps: readonly number[];
  /** The seconds at each step. */
  readonly every: number;
}

/** The share after this one; `undefined` after the last. */
export function nextShare({ steps }: Pick<Steps, 'steps'>, percent: number): number | undefined {
  return steps.find((step) => step > percent);
}

/** The time at which the current share ends. `since` is the time of its start in ms since the epoch. */
export function endOfShare({ every }: Pick<Steps, 'every'>, since: number): number {
  return since + every * 1_000;
}

/** The time of the promotion if no check fails. */
export function endOfSteps({ steps, every }: Steps, percent: number, since: number): number {
  const left = steps.filter((step) => step > percent).length;
  return since + (left + 1) * every * 1_000;
}
