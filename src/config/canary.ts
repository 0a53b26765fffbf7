/** `canary` of apikit.yaml: its schema (draft-07), its defaults, and what a schema cannot say of it. Pure. */
import { type CanaryLimits, DEFAULT_LIMITS } from '../canary/limits.ts';
import { parseDuration } from '../text/duration.ts';
import type { Schema } from './schema-parts.ts';
import type { ReportProblem } from './stage-report.ts';

export interface CanaryConfig extends CanaryLimits {
  /** ms for which a canary is watched at a share before it gets the next one, or is promoted. */
  readonly bake: number;
}

export type RawCanary = Partial<CanaryLimits> & { bake?: string };

/** As a JSON Schema pattern, so that editors see it too. */
const DURATION_PATTERN = '^[1-9][0-9]{0,5}[smhd]$';

/** ms. Lines of a log come up to half a minute late (docs/aws/logs.md), so that less would show nothing. */
export const SHORTEST_BAKE = 60_000;
/** ms */
export const LONGEST_BAKE = 7 * 86_400_000;
const DEFAULT_BAKE = 10 * 60_000;

export const canarySchema: Schema = {
  type: 'object',
  description: 'What `apikit canary watch` asks of a canary, and how long it watches (docs/canary.md).',
  additionalProperties: false,
  properties: {
    maxErrorRate: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 1,
      description:
        'Share of its requests that may be answered with 5XX, 0 to 1, whatever the others are answered. Default: 0.05.',
    },
    maxErrorIncrease: {
      type: 'number',
      minimum: 0,
      description:
        'By how much its share of 5XX may be above that of the other requests: 0.5 is half more. Default: 0.5.',
    },
    maxP95Increase: {
      type: 'number',
      minimum: 0,
      description:
        'By how much the latency that 95 of 100 of its requests stay below may be above that of the others: 0.5 is half more. Default: 0.5.',
    },
    minRequests: {
      type: 'integer',
      minimum: 1,
      description: 'Requests that it must have answered before it is promoted. Default: 100.',
    },
    bake: {
      type: 'string',
      pattern: DURATION_PATTERN,
      description:
        'How long it is watched at a share before it gets the next one, or is promoted: 90s, 10m, 2h, 1d; from 1m to 7d. Default: 10m.',
    },
  },
};

/** What a stage leaves out is the project's. */
export function resolveCanary(project: RawCanary = {}, stage: RawCanary = {}): CanaryConfig {
  const { bake, ...limits } = { ...DEFAULT_LIMITS, ...project, ...stage };
  return { ...limits, bake: (bake !== undefined && parseDuration(bake)) || DEFAULT_BAKE };
}

export function checkCanary({ canary: { bake } }: { canary: CanaryConfig }, report: ReportProblem): void {
  if (bake >= SHORTEST_BAKE && bake <= LONGEST_BAKE) return;
  report(['canary', 'bake'], 'canary.bake must be from one minute to seven days.', 'Use 10m.');
}
