/** `canary` of apikit.yaml: its schema (draft-07), its defaults, and the checks that a schema cannot express. Pure. */
import { type CanaryLimits, DEFAULT_LIMITS } from '../canary/limits.ts';
import { parseDuration } from '../text/duration.ts';
import { section } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';

export interface CanaryConfig extends CanaryLimits {
  /** In ms: the time for which a canary is watched at a share before it gets the next share or is promoted. */
  readonly bake: number;
}

export type RawCanary = Partial<CanaryLimits> & { bake?: string };

/** A JSON Schema pattern, so that editors can check it, too. */
const DURATION_PATTERN = '^[1-9][0-9]{0,5}[smhd]$';

/**
 * In ms. CloudWatch shows log lines up to half a minute late (docs/aws/logs.md), so a shorter time would show nothing.
 */
export const SHORTEST_BAKE = 60_000;
/** In ms. */
export const LONGEST_BAKE = 7 * 86_400_000;
const DEFAULT_BAKE = 10 * 60_000;

export const canarySchema = section(
  'The limits of a canary in `apikit canary watch`, and how long it is watched (docs/canary.md).',
  {
    maxErrorRate: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 1,
      description:
        'The highest share of 5XX responses, 0 to 1, whatever the share of the other requests is. Default: 0.05.',
    },
    maxErrorIncrease: {
      type: 'number',
      minimum: 0,
      description:
        'How much higher its share of 5XX responses may be than that of the other requests: 0.5 is half more. Default: 0.5.',
    },
    maxP95Increase: {
      type: 'number',
      minimum: 0,
      description:
        'How much higher its p95 latency may be than that of the other requests: 0.5 is half more. Default: 0.5.',
    },
    minRequests: {
      type: 'integer',
      minimum: 1,
      description: 'The number of requests before it can be promoted. Default: 100.',
    },
    bake: {
      type: 'string',
      pattern: DURATION_PATTERN,
      description:
        'How long it is watched at a share before it gets the next share or is promoted: 90s, 10m, 2h, 1d; from 1m to 7d. Default: 10m.',
    },
  },
);

/** A setting that the stage leaves out comes from the project. */
export function resolveCanary(project: RawCanary = {}, stage: RawCanary = {}): CanaryConfig {
  const { bake, ...limits } = { ...DEFAULT_LIMITS, ...project, ...stage };
  return { ...limits, bake: (bake !== undefined && parseDuration(bake)) || DEFAULT_BAKE };
}

export function checkCanary({ canary: { bake } }: { canary: CanaryConfig }, report: ReportProblem): void {
  if (bake >= SHORTEST_BAKE && bake <= LONGEST_BAKE) return;
  report(['canary', 'bake'], 'canary.bake must be between one minute and seven days.', 'Use 10m.');
}
