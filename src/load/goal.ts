/** The goals of a load test: `p95<120ms`, `errors<0.1%`. Pure. */
import { type Figures, TIME_FIGURES, type TimeFigure } from './figures.ts';

export interface Goal {
  /** The goal in the user's words: `p95<120ms`. */
  readonly text: string;
  readonly figure: GoalFigure;
  readonly bound: '<' | '<=';
  /** In ms, or a share of the requests from 0 to 1. */
  readonly limit: number;
}

export interface JudgedGoal {
  readonly goal: Goal;
  /** `undefined` if no request was answered. */
  readonly measured: number | undefined;
  readonly met: boolean;
}

const SHARES = ['errors', 'throttled'] as const;
type GoalFigure = TimeFigure | (typeof SHARES)[number];

/** An example for messages. */
export const GOAL_EXAMPLE = 'p95<120ms,errors<0.1%';
/** All figures that a goal may name. */
export const GOAL_FIGURES: readonly string[] = [...TIME_FIGURES, ...SHARES];

/** Returns the goals of a list, or the part that is none. */
export function parseGoals(text: string): Goal[] | { readonly wrong: string } {
  const goals: Goal[] = [];
  for (const part of text.split(',').map((each) => each.trim())) {
    const goal = parseGoal(part);
    if (!goal) return { wrong: part };
    goals.push(goal);
  }
  return goals;
}

function parseGoal(text: string): Goal | undefined {
  const [, figure, bound, number, unit] = /^([a-z]+[\d.]*)\s*(<=?)\s*(\d+(?:\.\d+)?)\s*(ms|s|%)$/.exec(text) ?? [];
  if (figure === undefined) return undefined;
  const common = { text: text.replace(/\s+/g, ''), bound: bound as Goal['bound'] };
  if (isOneOf(TIME_FIGURES, figure) && unit !== '%')
    return { ...common, figure, limit: unit === 's' ? Number(number) * 1_000 : Number(number) };
  if (isOneOf(SHARES, figure) && unit === '%') return { ...common, figure, limit: Number(number) / 100 };
  return undefined;
}

const isOneOf = <T extends string>(list: readonly T[], text: string): text is T => list.some((each) => each === text);

/** A goal without an answered request is missed. */
export function judge(goal: Goal, figures: Figures): JudgedGoal {
  const measured = measuredFor(goal.figure, figures);
  const met = measured !== undefined && (goal.bound === '<' ? measured < goal.limit : measured <= goal.limit);
  return { goal, measured, met };
}

function measuredFor(figure: GoalFigure, { requests, errors, throttled, latency }: Figures): number | undefined {
  if (requests === 0) return undefined;
  if (figure === 'errors') return errors / requests;
  if (figure === 'throttled') return throttled / requests;
  return latency?.[figure];
}
