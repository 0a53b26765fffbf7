/** The part of `destroy` that removes things: under the lock, which goes with the stage. */
import type { Context, Target } from '../context.ts';
import { pending } from '../engine/plan.ts';
import type { DestroyedStage, DoomedStage } from '../pipeline/destroy-stage.ts';
import { withStageLock } from './locking.ts';

export interface Doomed {
  readonly target: Target;
  readonly doomed: DoomedStage;
  /** When looking at the stage began, in the clock's milliseconds. */
  readonly observedFrom: number;
}

export async function lockedDestroy(
  { target, doomed, observedFrom }: Doomed,
  command: string,
  context: Context,
): Promise<DestroyedStage> {
  const [{ destroyStage, planDestroy }, { lockStoreOf }] = await Promise.all([
    import('../pipeline/destroy-stage.ts'),
    import('../pipeline/with-lock.ts'),
  ]);
  // A destroy that was killed at its very end has left a lock and nothing else.
  const store = await lockStoreOf(target.clients, target.config);
  if (pending(doomed.plan).length === 0 && (await store.history()).length === 0)
    return await destroyStage(doomed, command);
  return await withStageLock(target, context, {
    command,
    observedFrom,
    first: false,
    leaveNothing: true,
    async run({ signal, changedMeanwhile }) {
      const parts = { ...doomed.parts, signal };
      const current = changedMeanwhile ? await planDestroy(doomed.config, parts, doomed) : doomed;
      const run = { ...current.observed.run, signal };
      return await destroyStage({ ...current, parts, observed: { ...current.observed, run } }, command);
    },
  });
}
