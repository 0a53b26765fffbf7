/** What cannot be deployed while a stage has a canary, and as one: told before anything is sent. */
import { attributesOf } from '../../../engine/observe.ts';
import { usageError } from '../../../errors.ts';
import { liveEntry } from '../../../stage/releases/live-release.ts';
import { canaryInProgress } from '../stage/seen-stage.ts';
import type { Planned } from './make-plan.ts';

/** Throws for what API Gateway would refuse at the end, and for what there is no canary of. `canary`: its share. */
export function refuseDuringCanary({ target, plan, desired, observed }: Planned, canary?: number): void {
  const { app, stage } = target.config;
  const of = `${app}/${stage}`;
  const attributes = attributesOf(observed.observation);
  const live = liveEntry(attributes)?.record.release;
  if (canary !== undefined && live === desired.release)
    throw usageError(
      `${of} serves release ${live} already, which is what the project says: there is nothing for a canary.`,
    );
  const switches = plan.steps.some(
    ({ resource, fields = [] }) => resource === 'stage' && fields.some(({ path }) => path === 'deployment'),
  );
  if (attributes.get('stage')?.canary !== undefined && (switches || canary !== undefined))
    throw canaryInProgress(of, stage);
}
