/**
 * Several usage plans with one name and the tags of one stage, left by a create call whose response was lost: which one
 * counts, and which others may be deleted. Reads only, and only if there are several (docs/adr/0004).
 */
import type { UsagePlan } from '@aws-sdk/client-api-gateway';

export interface DuplicatePlan {
  readonly plan: UsagePlan;
  /** Why it cannot be deleted: `2 API keys are in it`. Absent if nobody would notice. */
  readonly inUse?: string;
}

export interface ChosenPlan {
  readonly chosen: UsagePlan;
  readonly duplicates: readonly DuplicatePlan[];
}

/**
 * Chooses a plan with keys. Among several of those, or if there is none, it chooses one that covers `stage`
 * (`{api}:{stage}`, `undefined` if there is none yet), and otherwise the one with the lowest ID. The choice is the same
 * on every machine and in every run. `keysOf` returns the names of a plan's keys; a plan that no longer exists has
 * none.
 */
export async function choosePlan(
  ours: readonly UsagePlan[],
  stage: string | undefined,
  keysOf: (id: string) => Promise<readonly string[]>,
): Promise<ChosenPlan> {
  const candidates = await Promise.all(
    ours.map(async (plan) => {
      const covered = (plan.apiStages ?? []).map((one) => `${one.apiId}:${one.stage}`);
      const keys = await keysOf(plan.id ?? '');
      const rank = (keys.length > 0 ? 2 : 0) + (stage !== undefined && covered.includes(stage) ? 1 : 0);
      return { plan, keys, others: covered.filter((one) => one !== stage), rank };
    }),
  );
  const [chosen, ...rest] = candidates.sort(
    (a, b) => b.rank - a.rank || (a.plan.id ?? '').localeCompare(b.plan.id ?? ''),
  );
  if (!chosen) throw new Error('there is no usage plan to choose from');
  return {
    chosen: chosen.plan,
    duplicates: rest.map(({ plan, keys, others }) => {
      const inUse = reason(keys, others);
      return { plan, ...(inUse !== undefined && { inUse }) };
    }),
  };
}

function reason(keys: readonly string[], others: readonly string[]): string | undefined {
  if (keys.length > 0) return keys.length === 1 ? '1 API key is in it' : `${keys.length} API keys are in it`;
  return others.length > 0 ? `it covers ${others.join(', ')}` : undefined;
}
