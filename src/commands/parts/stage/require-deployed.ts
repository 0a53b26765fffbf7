/** Tells a stage without any resource of a kind from a stage that does not exist in the region. */
import { isDenied } from '../../../aws/sdk/errors/sdk-error.ts';
import type { Context, Target } from '../../../context.ts';
import { liveStage } from '../../../stage/releases/live-stage.ts';
import { partsOf } from './release-preview.ts';

/**
 * Throws `NotDeployed`. A command calls it only if it found nothing, so that it costs no call otherwise. Credentials
 * that may not read the API prove nothing.
 */
export async function requireDeployed(target: Target, context: Context): Promise<void> {
  try {
    await liveStage(target.config, partsOf(target, context));
  } catch (error) {
    if (!isDenied(error)) throw error;
  }
}
