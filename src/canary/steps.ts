/** The shares that a canary gets in turn. Pure. */

export interface Steps {
  /** 0 to 100, ascending. */
  readonly steps: readonly number[];
  /** Seconds at each of them. */
  readonly every: number;
}

/** The share after this one; `undefined`: it was the last. */
export function nextShare({ steps }: Pick<Steps, 'steps'>, percent: number): number | undefined {
  return steps.find((step) => step > percent);
}

/** When the canary has had its share (`since`, ms since the epoch) for long enough. */
export function endOfShare({ every }: Pick<Steps, 'every'>, since: number): number {
  return since + every * 1_000;
}

/** When it is promoted if all goes well. */
export function endOfSteps({ steps, every }: Steps, percent: number, since: number): number {
  const left = steps.filter((step) => step > percent).length;
  return since + (left + 1) * every * 1_000;
}
