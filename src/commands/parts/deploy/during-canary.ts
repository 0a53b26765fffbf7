/** Refuses deploys that are not possible during a canary or as a canary, before anything is sent. */
import { attributesOf } from '../../../engine/observe.ts';
import { usageError } from '../../../errors.ts';
import { liveEntry } from '../../../stage/releases/live-release.ts';
import { canaryInProgress } from '../stage/release-preview.ts';
import type { PlannedDeploy } from './make-plan.ts';

/**
 * Throws if API Gateway would reject the deploy at its end, or if there is nothing for a canary. `canary` is its share.
 */
export function refuseDuringCanary({ target, plan, desired, observed }: PlannedDeploy, canary?: number): void {
  const { app, stage } = target.config;
  const of = `${app}/${stage}`;
  const attributes = attributesOf(observed.observation);
  const live = liveEntry(attributes)?.record.release;
  if (canary !== undefined && live === desired.release)
    throw usageError(`${of} already serves release ${live}: there is nothing for a canary.`);
  const switches = plan.steps.some(
    ({ resource, fields = [] }) => resource === 'stage' && fields.some(({ path }) => path === 'deployment'),
  );
  if (attributes.get('stage')?.canary !== undefined && (switches || canary !== undefined))
    throw canaryInProgress(of, stage);
}
