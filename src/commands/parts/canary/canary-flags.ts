/**
 * The limits of a canary as flags, which override apikit.yaml: `canary watch`, `canary start --step` and `deploy
 * --watch`.
 */
import type { CanaryLimits } from '../../../canary/limits.ts';
import { LONGEST_BAKE, SHORTEST_BAKE } from '../../../config/canary.ts';
import { usageError } from '../../../errors.ts';
import type { Option } from '../../../flags/option.ts';
import type { FlagsOf } from '../../../flags/values.ts';
import { parseDuration } from '../../../text/duration.ts';
import { parsePercent } from '../percent.ts';

const LIMITS = {
  maxErrorRate: {
    flags: '--max-error-rate <share>',
    description: 'end it if more than this share of its requests get 5XX, 0 to 1',
  },
  maxErrorIncrease: {
    flags: '--max-error-increase <share>',
    description: "end it if its share of 5XX exceeds the stable release's by more than this: 0.5 is 50 % more",
  },
  maxP95Increase: {
    flags: '--max-p95-increase <share>',
    description: "end it if its 95th percentile of latency exceeds the stable release's by more than this",
  },
  minRequests: {
    flags: '--min-requests <number>',
    description: 'requests that it must answer before it is promoted',
  },
} as const satisfies Record<keyof CanaryLimits, Option>;

const LIMIT_NAMES = Object.keys(LIMITS) as (keyof CanaryLimits)[];

export const LIMIT_OPTIONS = Object.values(LIMITS);

export const EVERY_OPTION = {
  flags: '--every <duration>',
  description: 'how long each share is watched: 90s, 5m, 2h',
} as const satisfies Option;

type WatchFlags = FlagsOf<(typeof LIMIT_OPTIONS)[number] | typeof EVERY_OPTION>;

/** Returns the given limits. Throws a usage error that names all invalid ones. */
export function givenLimits(flags: FlagsOf<(typeof LIMIT_OPTIONS)[number]>): Partial<CanaryLimits> {
  const wrong: string[] = [];
  const given = LIMIT_NAMES.flatMap((name) => {
    const text = flags[name];
    if (text === undefined) return [];
    const value = /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
    const fault = faultOf(name, value);
    if (fault !== undefined) wrong.push(`${LIMITS[name].flags.split(' ')[0]} takes ${fault}, not "${text}".`);
    return [[name, value] as const];
  });
  if (wrong.length > 0) throw usageError(wrong.join(' '));
  return Object.fromEntries(given);
}

function faultOf(name: keyof CanaryLimits, value: number): string | undefined {
  if (name === 'minRequests')
    return Number.isInteger(value) && value >= 1 ? undefined : 'a whole number of requests, 1 or more';
  if (name === 'maxErrorRate') return value > 0 && value <= 1 ? undefined : 'a number above 0 to 1';
  return value >= 0 ? undefined : 'a number, 0 or more';
}

/** Returns seconds; `undefined` if the flag is not set. */
export function givenPeriod(flag: '--every' | '--bake', text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const period = parseDuration(text);
  if (period !== undefined && period >= SHORTEST_BAKE && period <= LONGEST_BAKE) return period / 1_000;
  throw usageError(`${flag} takes a duration from 1m to 7d, such as 90s, 10m or 2h, not "${text}".`);
}

/** The record of the stage has no room for more steps. */
const MOST_STEPS = 20;

/** `10,25,50,100` → the shares. Throws a usage error. */
export function parseSteps(text: string): number[] {
  const steps = text.split(',').map((step) => parsePercent('--step', step.trim()));
  if (steps.length > MOST_STEPS)
    throw usageError(`--step takes at most ${MOST_STEPS} shares; these are ${steps.length}.`);
  if (steps[0] === 0)
    throw usageError('--step must begin with a share above 0: a canary without requests shows nothing.');
  const falling = steps.findIndex((step, index) => index > 0 && step <= steps[index - 1]!);
  if (falling > 0)
    throw usageError(`--step takes shares that increase, but ${steps[falling]} comes after ${steps[falling - 1]}.`);
  return steps;
}

/** Refuses flags that have no meaning without a watch. Throws a usage error that names them. */
export function refuseWithoutWatch(flags: WatchFlags): void {
  const given = (['every', ...LIMIT_NAMES] as const).filter((name) => flags[name] !== undefined);
  if (given.length === 0) return;
  const shown = given.map((name) => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  throw usageError(
    `${shown.join(', ')} ${shown.length === 1 ? 'works' : 'work'} only if the canary is watched. Nothing was changed.`,
    'Pass the shares that it gets one after the other: --step 10,25,50,100.',
  );
}
