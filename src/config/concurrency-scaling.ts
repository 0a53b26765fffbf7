/** `min`, `max`, `target` and `schedule` of `provisionedConcurrency`: how its instances are scaled. Pure. */
import type { Schema } from './schema-node.ts';
import { section } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';

export interface ScheduledCapacity {
  /** In AWS's form: `cron(0 8 ? * MON-FRI *)`. Empty if it is missing. */
  when: string;
  /** For example `Europe/Berlin`. */
  timezone?: string;
  min?: number;
  max?: number;
}

export interface ScalingConfig {
  min: number;
  max: number;
  /** The share of the instances that should be busy: 0.7. */
  target: number;
  schedule: ScheduledCapacity[];
}

export interface RawScaling {
  min?: number;
  /** `false` ends the scaling of a stage that had one. */
  max?: number | false;
  target?: number;
  schedule?: Partial<ScheduledCapacity>[];
}

const count = (description: string): Schema => ({ type: 'integer', minimum: 1, description });

/** Lambda's own limits for the utilization (docs/aws/auto-scaling.md). */
const TARGETS = { lowest: 0.1, highest: 0.9 };
const DEFAULT_TARGET = 0.7;

export const scalingSchemas: Record<string, Schema> = {
  min: count('The fewest instances: Application Auto Scaling changes their number. Required with max.'),
  max: {
    description:
      'The most instances. false ends the scaling of a stage that had one. Default: apikit does not look for one.',
    oneOf: [{ type: 'integer', minimum: 1 }, { const: false }],
  },
  target: {
    type: 'number',
    minimum: TARGETS.lowest,
    maximum: TARGETS.highest,
    description: 'The share of the instances that should be busy, 0.1 to 0.9. Default: 0.7.',
  },
  schedule: {
    type: 'array',
    maxItems: 20,
    description: 'Times at which other bounds begin to apply.',
    items: section('Other bounds from a time on.', {
      when: {
        type: 'string',
        pattern: '^(cron\\(\\S+( \\S+){5}\\)|rate\\([1-9][0-9]* (minute|hour|day)s?\\)|at\\([0-9T:-]+\\))$',
        description: "AWS's form: cron(0 8 ? * MON-FRI *), rate(6 hours) or at(2027-01-31T08:00:00). Required.",
      },
      timezone: { type: 'string', description: 'Time zone of cron and at: Europe/Berlin. Default: UTC.' },
      min: { type: 'integer', minimum: 0, description: 'The fewest instances from then on. Default: unchanged.' },
      max: { type: 'integer', minimum: 0, description: 'The most instances from then on. Default: unchanged.' },
    }),
  },
};

/** Returns `undefined` if apikit does not look for a scaling. */
export function resolveScaling({ min, max, target, schedule }: RawScaling): ScalingConfig | false | undefined {
  if (max === false) return false;
  if ([min, max, target, schedule].every((value) => value === undefined)) return undefined;
  return {
    min: min ?? 0,
    max: max ?? 0,
    target: target ?? DEFAULT_TARGET,
    schedule: (schedule ?? []).map(({ when = '', ...more }) => ({ when, ...more })),
  };
}

export function checkScaling({ min, max, schedule }: ScalingConfig, report: ReportProblem): void {
  const path = ['provisionedConcurrency'];
  if (min === 0 || max === 0) {
    const missing = min === 0 ? 'min' : 'max';
    const message = `provisionedConcurrency needs ${missing}: the ${min === 0 ? 'fewest' : 'most'} instances.`;
    report(path, message, 'Write min: 2 and max: 20.', { missing });
    return;
  }
  if (min > max) {
    report([...path, 'min'], `provisionedConcurrency.min is ${min}, which is more than max: ${max}.`, 'Swap them.');
  }
  for (const [index, { when, timezone, ...bounds }] of schedule.entries()) {
    const own = [...path, 'schedule', index];
    const title = `provisionedConcurrency.schedule.${index}`;
    if (when === '') {
      report(own, `${title} has no time.`, 'Add one: when: cron(0 8 ? * MON-FRI *).', { missing: 'when' });
    }
    if (bounds.min === undefined && bounds.max === undefined) {
      report(own, `${title} has neither min nor max, so it would change nothing.`, 'Add min, max or both.');
    }
    if ((bounds.min ?? 0) > (bounds.max ?? max)) {
      report([...own, 'min'], `${title} would have a min of ${bounds.min} above its max.`, 'Add a higher max.');
    }
    if (timezone !== undefined && !isTimezone(timezone)) {
      const message = `${title}.timezone is ${timezone}, which is no time zone.`;
      report([...own, 'timezone'], message, 'Use a name of the IANA time zone database: Europe/Berlin.');
    }
  }
}

function isTimezone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) !== undefined;
  } catch {
    return false;
  }
}
