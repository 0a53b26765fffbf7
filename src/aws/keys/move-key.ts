/** Puts a key into another plan of its stage. It can be in one of them only, so it has to leave the other one first. */
import { CreateUsagePlanKeyCommand, DeleteUsagePlanKeyCommand } from '@aws-sdk/client-api-gateway';
import { ApikitError } from '../../errors.ts';
import { PLAN_TAG } from '../../naming/tags.ts';
import { cleaningUp } from '../sdk/clean-up.ts';
import { errorMessage, ifThere } from '../sdk/errors/sdk-error.ts';
import { type KeyPlace, markKey } from './change-key.ts';
import { linkKey } from './new-key.ts';
import type { StageKey } from './stage-key.ts';
import type { StagePlan } from './stage-plans.ts';

type Plan = Pick<StagePlan, 'id' | 'name'>;

/** `from`: the plan that it is in now, `undefined` where a run that was cut off has taken it out of one. */
export async function moveKey(place: KeyPlace, key: StageKey, from: Plan | undefined, to: Plan): Promise<void> {
  const { client } = place;
  if (from?.id !== to.id) {
    if (from) await ifThere(client.send(new DeleteUsagePlanKeyCommand({ usagePlanId: from.id, keyId: key.id })));
    try {
      await linkKey(client, to.id, key.id);
    } catch (error) {
      if (from) await putBack(place, key, from, error);
      throw error;
    }
  }
  if (key.plan !== to.name) await markKey(place, key.id, { [PLAN_TAG]: to.name });
}

/** Throws `KeyWithoutPlan` when it cannot be. */
async function putBack({ client }: KeyPlace, { id, name }: StageKey, from: Plan, why: unknown): Promise<void> {
  try {
    await client.send(
      cleaningUp(new CreateUsagePlanKeyCommand({ usagePlanId: from.id, keyId: id, keyType: 'API_KEY' })),
    );
  } catch (error) {
    throw new ApikitError(
      'KeyWithoutPlan',
      `Key ${name} (${id}) was taken out of plan ${from.name}, could not be put into the other one (${errorMessage(why)}), and not back either (${errorMessage(error)}). It lets nobody in.`,
      { hint: 'Run the same command again: it puts the key into its plan.', cause: why },
    );
  }
}
