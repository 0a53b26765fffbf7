/**
 * Finds API keys by value, and the usage plan of a key in a stage. The store is searched once and the result is
 * remembered. Each use checks it against the store, so changes take effect at once.
 */
import type { ApiKey, UsagePlan } from '../../state/apis/model.ts';
import type { RegionState } from '../region-state.ts';

export interface KeyMembership {
  /** The key with this value, enabled or not. */
  findKey(state: RegionState, value: string): ApiKey | undefined;
  /**
   * Returns the plan that has the stage and the key; a key is in one plan of a stage at most (docs/aws/usage-plans.md).
   */
  findPlan(state: RegionState, keyId: string, apiId: string, stage: string): UsagePlan | undefined;
}

export function createKeyMembership(): KeyMembership {
  const keyIds = new Map<string, string>();
  const planIds = new Map<string, string>();

  return {
    findKey(state, value) {
      const slot = `${state.scope.region}/${value}`;
      const remembered = keyIds.get(slot);
      const known = remembered === undefined ? undefined : state.apiKeys.get(remembered);
      if (known?.value === value) return known;
      const found = state.apiKeys.values().find((key) => key.value === value);
      if (found) keyIds.set(slot, found.id);
      return found;
    },
    findPlan(state, keyId, apiId, stage) {
      const admits = (plan: UsagePlan) =>
        state.usagePlanKeys.has(`${plan.id}/${keyId}`) &&
        plan.apiStages?.some((entry) => entry.apiId === apiId && entry.stage === stage) === true;
      const slot = `${keyId}/${apiId}/${stage}`;
      const remembered = planIds.get(slot);
      const known = remembered === undefined ? undefined : state.usagePlans.get(remembered);
      if (known && admits(known)) return known;
      const found = state.usagePlans.values().find(admits);
      if (found) planIds.set(slot, found.id);
      return found;
    },
  };
}
