/** A key that can be used at once, by its name: that of an earlier session, or a new one. Only for `apikit dev`. */
import { createKey, type KeyClient, type NewKey, resumeKey } from './new-key.ts';
import { stageKeys } from './stage-keys.ts';
import { findPlan } from './stage-plans.ts';

/** Returns the value of an enabled key with this name in this plan. Throws `PlanNotFound`. */
export async function readyKey(work: KeyClient, wanted: NewKey): Promise<string> {
  const { client } = work;
  const there = (await stageKeys(client, wanted.tags)).find(({ name, enabled }) => name === wanted.name && enabled);
  if (!there) return (await createKey(work, wanted)).value;
  return (await resumeKey(client, there, [await findPlan(client, wanted.plan, wanted.tags)])).value;
}
