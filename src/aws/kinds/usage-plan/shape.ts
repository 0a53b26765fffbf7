/** The shape of a usage plan. Types only. */
import type { Later, Resolved } from '../../../engine/resource.ts';
import type { Tags } from '../../../naming/tags.ts';

export type UsagePlanProperties = {
  api: Later<string>;
  /**
   * The stage's name. It is a reference to the stage's `name`, so that the stage exists first (docs/pitfalls.md,
   * pitfall 19).
   */
  stage: Later<string>;
  throttle?: { rate: number; burst: number };
  quota?: { limit: number; period: 'DAY' | 'WEEK' | 'MONTH' };
  /** Limits of single operations, as `GET /items`. Without it, the limits are not compared. */
  operations?: Record<string, { rate: number; burst: number }>;
  /** The ID of a plan of somebody else, which the stage takes over instead of creating one. */
  adopts?: string;
  tags: Tags;
};

type Limit = { rate?: number; burst?: number };

export type ObservedPlan = {
  name: string | undefined;
  /** `{api}:{stage}` of everything that the plan covers. */
  stages: string[];
  throttle: Limit | undefined;
  quota: { limit?: number; period?: string } | undefined;
  /** The limits, as `GET /items`. */
  operations: Record<string, Limit>;
  tags: Tags;
};

export interface UsagePlanShape {
  kind: 'usage-plan';
  properties: UsagePlanProperties;
  attributes: { id: string; arn: string; name: string };
  found: ObservedPlan;
}

export type DesiredPlan = Resolved<UsagePlanProperties>;
