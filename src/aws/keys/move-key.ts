/** Moves a key to another plan of its stage. A key can be in only one of them, so it must leave the old plan first. */
import { CreateUsagePlanKeyCommand, DeleteUsagePlanKeyCommand } from '@aws-sdk/client-api-gateway';
import { ApikitError } from '../../errors.ts';
import { PLAN_TAG } from '../../naming/tags.ts';
import { asCleanUp } from '../sdk/clean-up.ts';
import { errorMessage, undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { type KeyTarget, markKey } from './change-key.ts';
import { linkKey } from './new-key.ts';
import type { StageKey } from './stage-key.ts';
import type { StagePlan } from './stage-plans.ts';

type Plan = Pick<StagePlan, 'id' | 'name'>;

/** `from` is the current plan. It is `undefined` if a run that was cut off has removed the key from its plan. */
export async function moveKey(place: KeyTarget, key: StageKey, from: Plan | undefined, to: Plan): Promise<void> {
  const { client } = place;
  if (from?.id !== to.id) {
    if (from)
      await undefinedIfNotFound(client.send(new DeleteUsagePlanKeyCommand({ usagePlanId: from.id, keyId: key.id })));
    try {
      await linkKey(client, to.id, key.id);
    } catch (error) {
      if (from) await putBack(place, key, from, error);
      throw error;
    }
  }
  if (key.plan !== to.name) await markKey(place, key.id, { [PLAN_TAG]: to.name });
}

/** Throws `KeyWithoutPlan` if that fails. */
async function putBack({ client }: KeyTarget, { id, name }: StageKey, from: Plan, why: unknown): Promise<void> {
  try {
    await client.send(
      asCleanUp(new CreateUsagePlanKeyCommand({ usagePlanId: from.id, keyId: id, keyType: 'API_KEY' })),
    );
  } catch (error) {
    throw new ApikitError(
      'KeyWithoutPlan',
      `Key ${name} (${id}) was removed from plan ${from.name}, but it could not be added to the other plan (${errorMessage(why)}), and not to the old one again (${errorMessage(error)}). It gives no access.`,
      { hint: 'Run the same command again: it adds the key to its plan.', cause: why },
    );
  }
}
